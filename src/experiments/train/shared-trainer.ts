import { openTrainer, type OpenTrainer, type TrainerChoice } from './open-trainer.js';

export interface SharedTrainerOptions {
  choice: TrainerChoice;
  /** Where checkpoints of all its runs are; one trainer at a time may have it. */
  stateFolder: string;
  threads: number;
  signal: AbortSignal;
}

/**
 * One trainer process for many runs, one after another: starting it costs seconds. It starts with the first
 * run, and anew after a run that failed, because what that left behind in its memory is not known.
 */
export class SharedTrainer {
  private trainer: OpenTrainer | undefined;

  constructor(private readonly options: SharedTrainerOptions) {}

  get stateFolder(): string {
    return this.options.stateFolder;
  }

  async use<T>(work: (trainer: OpenTrainer) => Promise<T>): Promise<T> {
    this.trainer ??= await openTrainer(this.options.choice, this.options);
    try {
      return await work(this.trainer);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const trainer = this.trainer;
    this.trainer = undefined;
    await trainer?.close();
  }
}
