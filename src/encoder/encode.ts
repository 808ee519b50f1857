import { InputDataError, UsageError } from '../errors.js';
import type { VectorTable } from '../evaluation/vector-table.js';
import type { Arithmetic } from '../kernels/kernels.js';
import { WorkerPool } from '../kernels/worker-pool.js';
import { checkLayers, type DenseLayer } from './dense-layers.js';
import { allocateEncoder, ROWS_PER_JOB, type EncoderMemory } from './encoder-memory.js';
import type { EncodeJob } from './row-encoder.js';

export type { DenseLayer };

export interface EncodeOptions extends Arithmetic {
  /** Bring each row to [0, 1] by its own least and greatest number first; a constant one becomes zeros. */
  readonly rowScaling?: 'product-min-max' | undefined;
  /** End the last layer in max(0, .) as well. @default false */
  readonly outputRelu?: boolean | undefined;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of rows done. */
  readonly onProgress?: ((rowsDone: number) => void) | undefined;
}

/**
 * Runs the layers on every row of `features` on worker threads, in float32, and returns [rows, D]. Features
 * are read in blocks, in order; the result does not depend on `threads`.
 *
 * @throws SetupError for fused multiply-add that is not to be had here.
 * @throws InputDataError when sizes do not fit or a feature is not finite.
 * @throws RunCancelledError when `signal` is aborted.
 */
export async function encode(
  layers: readonly DenseLayer[],
  features: VectorTable,
  options: EncodeOptions,
): Promise<Float32Array<ArrayBuffer>> {
  checkInput(layers, features, options);
  const threads = Math.max(1, Math.min(options.threads, Math.ceil(features.rows / ROWS_PER_JOB)));
  const memory = allocateEncoder(options.outputRelu ? withOutputRelu(layers) : layers, {
    rows: features.rows,
    threads,
    scalesRows: options.rowScaling === 'product-min-max',
    fusedMultiplyAdd: options.fusedMultiplyAdd,
  });
  const pool = new WorkerPool<EncodeJob, number | undefined>({
    script: 'encode-worker',
    importerUrl: import.meta.url,
    setup: memory,
    threads,
    signal: options.signal,
  });
  try {
    await encodeRows(memory, features, pool, options.onProgress);
  } finally {
    await pool.close();
  }
  return new Float32Array(memory.output);
}

function withOutputRelu(layers: readonly DenseLayer[]): DenseLayer[] {
  return layers.map((layer, k) => (k === layers.length - 1 ? { ...layer, relu: true } : layer));
}

/** Reads ahead of the threads by as many jobs as there are slots. */
async function encodeRows(
  { slots }: EncoderMemory,
  features: VectorTable,
  pool: WorkerPool<EncodeJob, number | undefined>,
  onProgress: EncodeOptions['onProgress'],
): Promise<void> {
  let rowsDone = 0;
  const run = async (job: EncodeJob): Promise<void> => {
    const badRow = await pool.run(job);
    if (badRow !== undefined) {
      throw new InputDataError(`The feature vector of product index ${badRow} is not finite.`, {
        code: 'VECTOR_NOT_FINITE',
      });
    }
    rowsDone += job.numRows;
    onProgress?.(rowsDone);
  };
  const running = slots.map(() => Promise.resolve());
  for (let firstRow = 0, slot = 0; firstRow < features.rows; firstRow += ROWS_PER_JOB) {
    await running[slot];
    const numRows = Math.min(ROWS_PER_JOB, features.rows - firstRow);
    slots[slot]!.set(await features.read(firstRow, numRows));
    const job = run({ slot, firstRow, numRows });
    // Awaited when the slot is needed again; a failure until then is not an unhandled one.
    job.catch(() => {});
    running[slot] = job;
    slot = (slot + 1) % slots.length;
  }
  await Promise.all(running);
}

function checkInput(
  layers: readonly DenseLayer[],
  features: VectorTable,
  { threads }: EncodeOptions,
): void {
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new UsageError(`threads is ${threads}, but it must be a whole number from 1 up.`);
  }
  checkLayers(layers);
  const { inDim } = layers[0]!;
  if (inDim === features.dim) return;
  throw new InputDataError(
    `The encoder takes ${inDim} numbers but the features have ${features.dim}.`,
    { code: 'ENCODER_LAYERS' },
  );
}
