import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  Metadata,
  Server,
  ServerCredentials,
  status,
  type ServerDuplexStream,
  type ServerWritableStream,
  type StatusObject,
} from '@grpc/grpc-js';
import { Artifact, DataType } from '../../src/generated/vasg/v1/tensor.js';
import {
  TrainerServiceService,
  type CreateSessionRequest,
  type CreateSessionResponse,
  type DownloadTensorsRequest,
  type DownloadTensorsResponse,
  type GetServerInfoResponse,
  type TrainRequest,
  type TrainResponse,
  type TrainerServiceServer,
  type UploadTensorRequest,
} from '../../src/generated/vasg/v1/trainer_service.js';
import {
  Stage,
  StopReason,
  type SampleChunk,
  type WalkChunk,
} from '../../src/generated/vasg/v1/training.js';
import { CONTRACT_REVISION } from '../../src/trainer/contract.js';
import { temporaryFolder } from './workspace.js';

export type TrainStream = ServerDuplexStream<TrainRequest, TrainResponse>;
export type DownloadStream = ServerWritableStream<DownloadTensorsRequest, DownloadTensorsResponse>;
type Failure = Partial<StatusObject>;

/** What a fake trainer does; everything left out works like the real one. */
export interface FakeBehaviour {
  info?: Partial<GetServerInfoResponse>;
  /** What the health service answers; default true. */
  serving?: boolean;
  /** Token that each call must carry. */
  token?: string;
  session?: Partial<CreateSessionResponse>;
  createSessionFailure?: Failure;
  /** Refuses an upload after this many bytes. */
  uploadFailure?: { afterBytes: number; failure: Failure };
  /** Takes no byte of an upload and says nothing. */
  uploadsStall?: boolean;
  /** Lets an upload wait for so long before it takes the first byte. */
  uploadsWaitMs?: number;
  train?: (stream: TrainStream) => void;
  download?: (stream: DownloadStream) => void;
  /** Where the stage wants its stream from. */
  cursor?: { nextEpoch: number; nextChunkIndex: number };
}

export interface FakeTrainer {
  address: string;
  sessions: CreateSessionRequest[];
  uploads: Map<number, Buffer>;
  walks: WalkChunk[];
  samples: SampleChunk[];
  stages: Stage[];
  deleted: string[];
  cancels: number;
  stops: number;
  stop(): void;
}

/** A status with the trailer that the real server sends. */
export function failure(code: status, details: string, reason?: string): Failure {
  const metadata = new Metadata();
  if (reason !== undefined) metadata.set('vasg-reason', reason);
  return { code, details, metadata };
}

export const INFO: GetServerInfoResponse = {
  contractRevision: CONTRACT_REVISION,
  packageVersion: '0.1.0',
  pythonVersion: '3.11.0',
  torchVersion: '2.13.0+cpu',
  cudaVersion: '',
  device: 'cpu',
  deviceName: 'fake',
  deviceMemoryBytes: 1024,
  numThreads: 1,
};

/** Serves the contract from this process, on a Unix socket unless told another address. */
export async function startFakeTrainer(
  behaviour: FakeBehaviour = {},
  address = `unix:${join(temporaryFolder(), 'trainer.sock')}`,
): Promise<FakeTrainer> {
  const server = new Server();
  const fake: FakeTrainer = {
    address,
    sessions: [],
    uploads: new Map(),
    walks: [],
    samples: [],
    stages: [],
    deleted: [],
    cancels: 0,
    stops: 0,
    stop: () => server.forceShutdown(),
  };
  server.addService(TrainerServiceService, implementation(fake, behaviour));
  addHealth(server, behaviour.serving ?? true);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  if (!address.startsWith('unix:')) fake.address = `127.0.0.1:${port}`;
  return fake;
}

function addHealth(server: Server, serving: boolean): void {
  const definition = {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: (bytes: Buffer) => bytes,
    responseSerialize: (bytes: Buffer) => bytes,
    responseDeserialize: (bytes: Buffer) => bytes,
  } as const;
  server.addService(
    { check: definition },
    {
      check: (_call: unknown, answer: (error: null, bytes: Buffer) => void) =>
        answer(null, Buffer.from([8, serving ? 1 : 2])),
    },
  );
}

function implementation(fake: FakeTrainer, behaviour: FakeBehaviour): TrainerServiceServer {
  return {
    getServerInfo(call, answer) {
      const [token] = call.metadata.get('vasg-token');
      if (behaviour.token !== undefined && token !== behaviour.token) {
        answer(failure(status.UNAUTHENTICATED, 'The token is missing or wrong.', 'TOKEN_REFUSED'));
      } else answer(null, { ...INFO, ...behaviour.info });
    },
    createSession({ request }, answer) {
      fake.sessions.push(request);
      if (behaviour.createSessionFailure) return answer(behaviour.createSessionFailure);
      const missingInputs = request.inputs.map(({ role }) => role);
      answer(null, { missingInputs, resumed: false, completedStages: [], ...behaviour.session });
    },
    uploadTensor(call, answer) {
      if (behaviour.uploadsStall) return;
      if (behaviour.uploadsWaitMs !== undefined) {
        call.pause();
        setTimeout(() => call.resume(), behaviour.uploadsWaitMs);
      }
      let role = 0;
      let bytes = Buffer.alloc(0);
      const refusal = behaviour.uploadFailure;
      call.on('data', ({ part }: UploadTensorRequest) => {
        if (part?.$case === 'header') role = part.value.role;
        else if (part?.$case === 'chunk') bytes = Buffer.concat([bytes, part.value]);
        if (refusal && bytes.length > refusal.afterBytes) answer(refusal.failure);
      });
      call.on('end', () => {
        fake.uploads.set(role, bytes);
        answer(null, { sizeBytes: bytes.length });
      });
    },
    train(call) {
      (behaviour.train ?? ((stream: TrainStream) => trainWell(fake, behaviour, stream)))(call);
    },
    downloadTensors(call) {
      (behaviour.download ?? ((stream: DownloadStream) => downloadWell(fake, stream)))(call);
    },
    stopTraining(_call, answer) {
      fake.stops++;
      answer(null, { wasTraining: true });
    },
    deleteSession({ request }, answer) {
      fake.deleted.push(request.sessionId);
      answer(null, {});
    },
  };
}

const say = (stream: TrainStream, event: TrainResponse['event']): boolean =>
  stream.write({ event });

export function completed(reason: StopReason, step: number): TrainResponse['event'] {
  return {
    $case: 'completed',
    value: { reason, step, bestStep: step, bestScore: 0.75, wallSeconds: 0.1 },
  };
}

/** Stages that take no stream. */
const SILENT_STAGES = [Stage.STAGE_AUTOENCODER, Stage.STAGE_ENCODER, Stage.STAGE_MAPPING];

/** Takes the whole stream, one step for each chunk, then ends; obeys a cancellation. */
export function trainWell(fake: FakeTrainer, behaviour: FakeBehaviour, stream: TrainStream): void {
  let step = 0;
  const end = (reason: StopReason): void => {
    say(stream, completed(reason, step));
    stream.end();
  };
  const took = ({ epoch, lastOfEpoch }: WalkChunk | SampleChunk): void => {
    step++;
    if (lastOfEpoch) say(stream, { $case: 'epochCompleted', value: { epoch, step } });
  };
  stream.on('data', ({ message }: TrainRequest) => {
    switch (message?.$case) {
      case 'start': {
        fake.stages.push(message.value.stage);
        const cursor = behaviour.cursor ?? { nextEpoch: 0, nextChunkIndex: 0 };
        const course = { step: 0, maxSteps: 0, looks: [], lastProgress: undefined };
        say(stream, { $case: 'started', value: { ...cursor, ...course } });
        const isComplete = behaviour.session?.completedStages?.includes(message.value.stage);
        if (SILENT_STAGES.includes(message.value.stage) || isComplete === true) {
          end(StopReason.STOP_REASON_END_OF_DATA);
        }
        break;
      }
      case 'walks':
        fake.walks.push(message.value);
        took(message.value);
        break;
      case 'samples':
        fake.samples.push(message.value);
        took(message.value);
        break;
      case 'endOfWalks':
        end(StopReason.STOP_REASON_END_OF_DATA);
        break;
      case 'cancel':
        fake.cancels++;
        end(StopReason.STOP_REASON_CANCELLED);
        break;
      case undefined:
        throw new Error('The client sent an empty message.');
    }
  });
}

/** The tensors that a session's counts and widths promise, filled with 0, 1, 2, ... */
export function downloadWell(fake: FakeTrainer, stream: DownloadStream): void {
  for (const [name, shape] of tensorsOf(fake.sessions.at(-1)!, stream.request.artifact)) {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
    const bytes = Buffer.from(values.buffer);
    sendTensor(stream, name, shape, bytes, createHash('sha256').update(bytes).digest());
  }
  stream.end();
}

export function sendTensor(
  stream: DownloadStream,
  name: string,
  shape: number[],
  bytes: Buffer,
  sha256: Buffer,
): void {
  const header = { name, dataType: DataType.DATA_TYPE_FLOAT32, shape };
  stream.write({ part: { $case: 'header', value: header } });
  for (let start = 0; start < bytes.length; start += 1 << 20) {
    stream.write({ part: { $case: 'chunk', value: bytes.subarray(start, start + (1 << 20)) } });
  }
  stream.write({ part: { $case: 'trailer', value: { sha256 } } });
}

function tensorsOf(session: CreateSessionRequest, artifact: Artifact): [string, number[]][] {
  const { dim, encoderHidden = [], decoderHidden = [] } = widthsOf(session);
  if (artifact === Artifact.ARTIFACT_EMBEDDINGS) {
    return [
      ['users', [session.numUsers, dim]],
      ['products', [session.numProducts, dim]],
    ];
  }
  const isEncoder = artifact === Artifact.ARTIFACT_ENCODER;
  const name = isEncoder ? 'encoder' : 'decoder';
  const widths = isEncoder
    ? [session.featureDim, ...encoderHidden, dim]
    : [dim, ...decoderHidden, session.featureDim];
  return widths.slice(1).flatMap((out, k): [string, number[]][] => [
    [`${name}.${k}.weight`, [out, widths[k]!]],
    [`${name}.${k}.bias`, [out]],
  ]);
}

function widthsOf({ hyperparameters, factorization, metric }: CreateSessionRequest): {
  dim: number;
  encoderHidden?: number[];
  decoderHidden?: number[];
} {
  if (factorization !== undefined) {
    return { dim: factorization.embeddingDim + factorization.visualDim + 1 };
  }
  if (metric !== undefined) return { dim: metric.embeddingDim };
  return { dim: hyperparameters!.embeddingDim, ...hyperparameters! };
}
