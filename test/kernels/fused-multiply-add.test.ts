import { expect } from 'chai';
import { encode, type DenseLayer } from '../../src/encoder/encode.js';
import { SetupError } from '../../src/errors.js';
import { nearestProducts } from '../../src/evaluation/nearest/nearest-products.js';
import { memoryTable } from '../../src/evaluation/vector-table.js';
import { compileFusedKernels } from '../../src/kernels/fused-multiply-add.js';
import { compileKernels, instantiateKernels } from '../../src/kernels/kernels.js';
import { KernelMemory } from '../../src/kernels/memory.js';
import { RandomStream } from '../../src/random.js';
import { needsFusedMultiplyAdd } from '../support/fused-multiply-add.js';

const [ROWS, IN_DIM, OUT_DIM] = [37, 300, 50];

/** (1 + x)(1 - x) - 1 for x = 2^-13. */
function probe(fusedMultiplyAdd: boolean): number {
  const module = compileKernels({ fusedMultiplyAdd });
  const kernels = instantiateKernels(module, new KernelMemory().wasm);
  return kernels.probeMultiplyAdd(1 + 2 ** -13, 1 - 2 ** -13, -1);
}

/** Rows through a layer without and with fused multiply-add. */
async function encodeBoth(draw: () => number): Promise<[Float32Array, Float32Array]> {
  const values = (length: number) => Float32Array.from({ length }, draw);
  const layer: DenseLayer = {
    ...{ weight: values(OUT_DIM * IN_DIM), bias: values(OUT_DIM) },
    ...{ outDim: OUT_DIM, inDim: IN_DIM, relu: false },
  };
  const features = memoryTable(values(ROWS * IN_DIM), IN_DIM);
  const run = (fusedMultiplyAdd: boolean, threads: number) =>
    encode([layer], features, { threads, fusedMultiplyAdd });
  const fused = await run(true, 1);
  expect(await run(true, 2)).to.deep.equal(fused);
  return [await run(false, 1), fused];
}

describe('fused multiply-add', () => {
  beforeEach(function () {
    needsFusedMultiplyAdd(this);
  });

  it('rounds once, and twice where it is not asked for', () => {
    expect(probe(true)).to.equal(-(2 ** -26));
    expect(probe(false)).to.equal(0);
  });

  it('encodes whole numbers exactly as without', async () => {
    const random = new RandomStream(1, 'whole');
    // A fifth are zeros, so that rows are multiplied in full; then half, so that zeros are left out.
    for (const draw of [() => random.below(5) - 2, () => random.below(2) * random.below(9)]) {
      const [plain, fused] = await encodeBoth(draw);
      expect(fused).to.deep.equal(plain);
    }
  });

  it('encodes other numbers within rounding errors, not with the same bits', async () => {
    const random = new RandomStream(1, 'normal');
    const [plain, fused] = await encodeBoth(() => random.normal());
    const off = plain.map((value, i) => Math.abs(value - fused[i]!));
    expect(off.some((difference) => difference > 0)).to.equal(true);
    // Sums of 300 products of about 1, each rounded to 2^-24 of at most some 60.
    expect(Math.max(...off)).to.be.below(1e-4);
  });

  it('finds the same nearest products', async () => {
    const random = new RandomStream(1, 'nearest');
    const values = (rows: number) =>
      Float32Array.from({ length: rows * IN_DIM }, () => random.normal());
    const query = { vectors: values(5), products: memoryTable(values(200), IN_DIM) };
    const excluded = { offsets: new Uint32Array(6), products: new Uint32Array(0) };
    const find = (fusedMultiplyAdd: boolean) =>
      nearestProducts({ ...query, excluded, dim: IN_DIM, k: 7, threads: 1, fusedMultiplyAdd });
    const [plain, fused] = [await find(false), await find(true)];
    expect(fused.products).to.deep.equal(plain.products);
    fused.scores.forEach((score, i) => expect(score).to.be.closeTo(plain.scores[i]!, 1e-4));
  });
});

describe('fused multiply-add that is not to be had', () => {
  const refusal = (compile: Parameters<typeof compileFusedKernels>[0]): SetupError => {
    try {
      compileFusedKernels(compile);
    } catch (error) {
      expect(error).to.be.instanceOf(SetupError);
      return error as SetupError;
    }
    throw new Error('It was compiled.');
  };

  it('is refused on an engine without relaxed SIMD', () => {
    const error = refusal(() => {
      throw new SyntaxError('invalid opcode 0xfd105');
    });
    expect(error).to.include({ code: 'NO_FUSED_MULTIPLY_ADD', exitCode: 5 });
    expect(error.message).to.include(`Node ${process.version}`);
    expect(error.suggestions.join()).to.include('--fused-multiply-add');
  });

  it('is refused on a processor that rounds twice all the same', () => {
    const error = refusal(() => compileKernels());
    expect(error).to.include({ code: 'NO_FUSED_MULTIPLY_ADD', exitCode: 5 });
    expect(error.message).to.match(/^This processor/);
  });
});
