import { encode, type DenseLayer } from '../src/encoder/encode.js';
import { memoryTable } from '../src/evaluation/vector-table.js';
import { SetupError } from '../src/errors.js';
import { compileKernels, type Arithmetic } from '../src/kernels/kernels.js';
import { RandomStream } from '../src/random.js';
import { cpuSeconds, type Contestant } from './measure.js';
import { pythonReference, ReferenceMissing } from './references.js';
import { measureRow, type BenchmarkContext, type Row } from './row.js';

/** The paper's encoder for D = 100. */
const DIMS = [4096, 2048, 1024, 512, 256, 100];

/**
 * The encoder's forward pass, beside PyTorch's. Theirs is one thread; ours is one that encodes and the main one, which
 * feeds it, so the seconds are those of all threads.
 */
export async function benchmarkEncoding({ quick, rounds }: BenchmarkContext): Promise<Row[]> {
  const numRows = quick ? 1024 : 4096;
  const layers = randomLayers();
  const rows: Row[] = [];
  for (const { zeros, fusedMultiplyAdd, features } of [
    { zeros: 0.5, fusedMultiplyAdd: false, features: 'half of the features 0, as behind a ReLU' },
    { zeros: 0.5, fusedMultiplyAdd: true, features: 'half of the features 0, fused multiply-add' },
    { zeros: 0, fusedMultiplyAdd: false, features: 'no feature 0' },
    { zeros: 0, fusedMultiplyAdd: true, features: 'no feature 0, fused multiply-add' },
  ]) {
    const row = measureRow(
      {
        ...{ stage: 'encode', reference: 'PyTorch on the CPU, nothing left out', target: 0.5 },
        what: `encode end to end, ${numRows} products, ${DIMS.join('-')}, ${features}`,
        unit: 'GFLOP per CPU second',
      },
      rounds,
      () => {
        const program = pythonReference('encoder.py');
        requireArithmetic({ fusedMultiplyAdd });
        return Promise.resolve({
          ours: encoderSpeed(layers, { numRows, zeros, fusedMultiplyAdd }),
          reference: () => program(numRows, ...DIMS),
        });
      },
    );
    rows.push(await row);
  }
  return rows;
}

function requireArithmetic(arithmetic: Arithmetic): void {
  try {
    compileKernels(arithmetic);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new ReferenceMissing(error.message);
  }
}

const random = new RandomStream(1, 'benchmark');
const floats = (length: number): Float32Array =>
  Float32Array.from({ length }, () => random.float() - 0.5);

function randomLayers(): DenseLayer[] {
  return DIMS.slice(1).map((outDim, k) => {
    const inDim = DIMS[k]!;
    const [weight, bias] = [floats(outDim * inDim), floats(outDim)];
    return { weight, bias, outDim, inDim, relu: k < DIMS.length - 2 };
  });
}

interface Work {
  numRows: number;
  /** Share of the features. */
  zeros: number;
  fusedMultiplyAdd: boolean;
}

/** Counts a multiplication and an addition for each weight and row, also of those that are left out. */
function encoderSpeed(
  layers: readonly DenseLayer[],
  { numRows, zeros, fusedMultiplyAdd }: Work,
): Contestant {
  const values = floats(numRows * DIMS[0]!).map((value) => (random.float() < zeros ? 0 : value));
  const features = memoryTable(values, DIMS[0]!);
  const weights = layers.reduce((sum, { weight }) => sum + weight.length, 0);
  return async () =>
    (2e-9 * numRows * weights) /
    (await cpuSeconds(() => encode(layers, features, { threads: 1, fusedMultiplyAdd })));
}
