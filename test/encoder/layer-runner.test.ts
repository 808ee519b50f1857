import { expect } from 'chai';
import { encode, type DenseLayer } from '../../src/encoder/encode.js';
import { memoryTable } from '../../src/evaluation/vector-table.js';
import { RandomStream } from '../../src/random.js';
import { needsFusedMultiplyAdd } from '../support/fused-multiply-add.js';

const IN_DIM = 700;
const OUT_DIM = 70;
const ROWS = 67;

function randomLayer(random: RandomStream, outDim: number): DenseLayer {
  const normal = (length: number) => Float32Array.from({ length }, () => random.normal());
  const [weight, bias] = [normal(outDim * IN_DIM), normal(outDim)];
  return { weight, bias, outDim, inDim: IN_DIM, relu: false };
}

/** The layer and one more unit, whose infinite weight forbids to leave anything out: all sums are made in full. */
function withInfiniteUnit(layer: DenseLayer): DenseLayer {
  const outDim = layer.outDim + 1;
  const weight = new Float32Array(outDim * layer.inDim);
  weight.set(layer.weight);
  weight[layer.weight.length] = Infinity;
  return { ...layer, weight, bias: Float32Array.of(...layer.bias, 0), outDim };
}

const bits = (values: Float32Array) => [...new Uint32Array(values.buffer)];

describe('LayerRunner', () => {
  for (const [share, fusedMultiplyAdd] of [[0.1], [0.6], [1], [0.6, true]] as const) {
    const arithmetic = fusedMultiplyAdd ? ', fused' : '';
    it(`gives the same bits whether it leaves zeros out or not, ${share} of them zero${arithmetic}`, async function () {
      if (fusedMultiplyAdd) needsFusedMultiplyAdd(this);
      const random = new RandomStream(1, 'sparse');
      const layer = randomLayer(random, OUT_DIM);
      const zero = () => (random.float() < 0.5 ? 0 : -0);
      const features = Float32Array.from({ length: ROWS * IN_DIM }, () =>
        random.float() < share ? zero() : random.normal(),
      );
      const table = memoryTable(features, IN_DIM);
      const options = { threads: 1, fusedMultiplyAdd };
      const encoded = await encode([layer], table, options);
      const inFull = await encode([withInfiniteUnit(layer)], table, options);
      const kept = inFull.filter((_, i) => i % (OUT_DIM + 1) !== OUT_DIM);
      expect(bits(encoded)).to.deep.equal(bits(kept));
    });
  }

  it('multiplies 0 and an infinite weight as IEEE 754 has it', async () => {
    const layer = withInfiniteUnit(randomLayer(new RandomStream(1, 'infinite'), 1));
    const encoded = await encode([layer], memoryTable(new Float32Array(IN_DIM), IN_DIM), {
      threads: 1,
    });
    expect(encoded[0]).to.equal(layer.bias[0]);
    expect(encoded[1]).to.be.NaN;
  });

  it('starts from 0 where a bias is -0, so that no sum depends on what is left out', async () => {
    const layer = { ...randomLayer(new RandomStream(1, 'bias'), 1), bias: Float32Array.of(-0) };
    const encoded = await encode([layer], memoryTable(new Float32Array(IN_DIM), IN_DIM), {
      threads: 1,
    });
    expect(Object.is(encoded[0], 0)).to.equal(true);
  });
});
