import { encode, type DenseLayer } from '../src/encoder/encode.js';
import { memoryTable } from '../src/evaluation/vector-table.js';
import { RandomStream } from '../src/random.js';
import { seconds } from './measure.js';
import { pythonReference } from './references.js';
import { measureRow, type BenchmarkContext, type Row } from './row.js';

/** The paper's encoder for D = 100. */
const DIMS = [4096, 2048, 1024, 512, 256, 100];

/** The encoder's forward pass, beside PyTorch's, both on one thread. */
export async function benchmarkEncoding({ quick, rounds }: BenchmarkContext): Promise<Row[]> {
  const rows = quick ? 1024 : 4096;
  const row = measureRow(
    {
      stage: 'encode',
      what: `encode end to end, ${rows} products, ${DIMS.join('-')}`,
      reference: 'PyTorch on the CPU',
      target: 0.5,
      unit: 'GFLOP/s',
    },
    rounds,
    () => {
      const program = pythonReference('encoder.py');
      return Promise.resolve({ ours: encoderSpeed(rows), reference: () => program(rows, ...DIMS) });
    },
  );
  return [await row];
}

function encoderSpeed(rows: number): () => Promise<number> {
  const random = new RandomStream(1, 'benchmark');
  const floats = (length: number): Float32Array =>
    Float32Array.from({ length }, () => random.float() - 0.5);
  const layers = DIMS.slice(1).map((outDim, k): DenseLayer => {
    const inDim = DIMS[k]!;
    const [weight, bias] = [floats(outDim * inDim), floats(outDim)];
    return { weight, bias, outDim, inDim, relu: k < DIMS.length - 2 };
  });
  const features = memoryTable(floats(rows * DIMS[0]!), DIMS[0]!);
  const weights = layers.reduce((sum, { weight }) => sum + weight.length, 0);
  return async () =>
    (2e-9 * rows * weights) / (await seconds(() => encode(layers, features, { threads: 1 })));
}
