import type { ClientDuplexStream } from '@grpc/grpc-js';
import { RunCancelledError, TrainerUnavailableError } from '../../errors.js';
import type { TrainRequest, TrainResponse } from '../../generated/vasg/v1/trainer_service.js';
import { stageSummary, trainerEvent, type StageSummary, type TrainerEvent } from '../events.js';
import { stageNumber, type StageName } from '../stages.js';
import { streamMessages, type StreamCursor, type TrainingStream } from '../training-stream.js';
import type { TrainerClient } from '../client.js';
import { send } from './send.js';
import { Watchdog } from './watchdog.js';

/** Longest silence of a healthy trainer: it speaks twice a second, but not while it validates. */
const SILENCE_MS = 600_000;
/** How long a cancelled stage may take to finish its step and write its checkpoint. */
const CANCEL_GRACE_MS = 20_000;

export interface StageOptions {
  client: TrainerClient;
  sessionId: string;
  stage: StageName;
  /** Walks or samples; absent for a stage that takes none, and for one that is complete. */
  stream?: TrainingStream | undefined;
  onEvent: (event: TrainerEvent) => void;
  signal?: AbortSignal | undefined;
  silenceMs?: number;
  cancelGraceMs?: number;
}

/**
 * Runs one stage to its end, feeding it chunks as fast as it takes them.
 *
 * @throws RunCancelledError when `signal` aborts: the stage stopped after a step and its state is saved
 * @throws TrainerUnavailableError when the trainer dies or falls silent
 */
export async function trainStage(options: StageOptions): Promise<StageSummary> {
  options.signal?.throwIfAborted();
  return new StageCall(options).run();
}

class StageCall {
  private readonly call: ClientDuplexStream<TrainRequest, TrainResponse>;
  private readonly ended = new AbortController();
  private readonly watchdog: Watchdog;
  /** Why we gave up on the call, as opposed to what the server says about it. */
  private failure: Error | undefined;
  private cancelled = false;
  private completed: StageSummary | undefined;

  constructor(private readonly options: StageOptions) {
    const { client, silenceMs = SILENCE_MS } = options;
    this.call = client.service.train(client.metadata());
    this.watchdog = new Watchdog(silenceMs, () => this.giveUp(this.silence()));
  }

  async run(): Promise<StageSummary> {
    const { client, sessionId, stage, signal } = this.options;
    const cancel = (): void => this.cancel();
    signal?.addEventListener('abort', cancel);
    try {
      const start = { sessionId, stage: stageNumber(stage) };
      this.call.write({ message: { $case: 'start', value: start } });
      await this.receive();
    } catch (error) {
      throw this.failure ?? (await client.explain(error));
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.watchdog.stop();
      this.ended.abort();
      this.call.cancel();
    }
    return this.result();
  }

  private async receive(): Promise<void> {
    for await (const { event } of this.call as AsyncIterable<TrainResponse>) {
      if (event === undefined) continue;
      if (!this.cancelled) this.watchdog.touch();
      const named = trainerEvent(event, this.options.stage);
      if (named.$case === 'completed') this.completed = stageSummary(named.value);
      this.options.onEvent(named);
      if (event.$case === 'started') {
        this.startSending({ epoch: event.value.nextEpoch, chunkIndex: event.value.nextChunkIndex });
      }
    }
  }

  private startSending(from: StreamCursor): void {
    const { stream } = this.options;
    if (stream === undefined) return;
    this.sendAll(streamMessages(stream, from)).catch((error: unknown) => {
      // The stage may end, or be cancelled, before it has taken all chunks.
      if (this.ended.signal.aborted || this.cancelled) return;
      this.giveUp(error instanceof Error ? error : new Error(String(error)));
    });
  }

  private async sendAll(messages: AsyncIterable<TrainRequest>): Promise<void> {
    const stopped = this.ended.signal;
    for await (const message of messages) {
      if (this.cancelled) return;
      await send(this.call, message, stopped);
      this.watchdog.touch();
    }
    await send(this.call, { message: { $case: 'endOfWalks', value: {} } }, stopped);
  }

  /**
   * Asks the server to stop, on the stream for a stage that is just being set up, and beside it because
   * a message on the stream waits behind chunks. If it does not stop within the grace, we hang up.
   */
  private cancel(): void {
    const { client, sessionId } = this.options;
    this.cancelled = true;
    this.call.write({ message: { $case: 'cancel', value: {} } });
    client.stopTraining(sessionId).catch(() => undefined);
    this.watchdog.shorten(this.options.cancelGraceMs ?? CANCEL_GRACE_MS);
  }

  private giveUp(failure: Error): void {
    this.failure ??= failure;
    this.call.cancel();
  }

  private silence(): Error {
    if (this.cancelled) return this.cancellation();
    const seconds = Math.round(this.watchdog.timeoutMs / 1000);
    return new TrainerUnavailableError(`The trainer has said nothing for ${seconds} s.`, {
      code: 'TRAINER_SILENT',
      suggestions: ['Look at the load of its machine, then run the command again to go on.'],
    });
  }

  private cancellation(): Error {
    const reason: unknown = this.options.signal?.reason;
    return reason instanceof RunCancelledError
      ? reason
      : new RunCancelledError('The training was cancelled.');
  }

  private result(): StageSummary {
    if (this.completed === undefined) {
      throw new TrainerUnavailableError('The trainer ended the stage without saying how.', {
        code: 'STAGE_INCOMPLETE',
      });
    }
    if (this.cancelled) throw this.cancellation();
    if (this.completed.stopReason !== 'cancelled') return this.completed;
    throw new TrainerUnavailableError('The trainer was shut down; what it had trained is saved.', {
      code: 'TRAINER_SHUT_DOWN',
    });
  }
}
