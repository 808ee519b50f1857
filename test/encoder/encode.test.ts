import { expect } from 'chai';
import fc from 'fast-check';
import { encode, type DenseLayer } from '../../src/encoder/encode.js';
import { denseLayers } from '../../src/encoder/dense-layers.js';
import { InputDataError, RunCancelledError } from '../../src/errors.js';
import { memoryTable } from '../../src/evaluation/vector-table.js';
import { RandomStream } from '../../src/random.js';
import { rejection } from '../support/rejection.js';

function randomLayers(dims: number[], seed: number): DenseLayer[] {
  const random = new RandomStream(seed, 'layers');
  return dims.slice(1).map((outDim, k) => {
    const inDim = dims[k]!;
    const normal = (length: number) =>
      Float32Array.from({ length }, () => random.normal() / Math.sqrt(inDim));
    const relu = k < dims.length - 2;
    return { weight: normal(outDim * inDim), bias: normal(outDim), outDim, inDim, relu };
  });
}

function randomFeatures(rows: number, dim: number): Float32Array {
  const random = new RandomStream(rows, 'features');
  return Float32Array.from({ length: rows * dim }, () => random.normal());
}

/** One row through the layers in double precision. */
function encodeRow(layers: DenseLayer[], row: number[]): number[] {
  return layers.reduce((input, { weight, bias, inDim, relu }) => {
    const output = [...bias].map((start, unit) =>
      input.reduce((sum, value, i) => sum + value * weight[unit * inDim + i]!, start),
    );
    return relu ? output.map((value) => Math.max(0, value)) : output;
  }, row);
}

function expectClose(actual: Float32Array, expected: number[]): void {
  expect(actual).to.have.length(expected.length);
  const worst = Math.max(0, ...expected.map((value, i) => Math.abs(value - actual[i]!)));
  expect(worst).to.be.below(1e-4);
}

function reference(layers: DenseLayer[], features: Float32Array): number[] {
  const dim = layers[0]!.inDim;
  return Array.from({ length: features.length / dim }, (_, row) =>
    encodeRow(layers, [...features.subarray(row * dim, (row + 1) * dim)]),
  ).flat();
}

describe('encode', () => {
  it('agrees with double precision for layers of any size', async () => {
    const input = fc.record({
      dims: fc.array(fc.integer({ min: 1, max: 23 }), { minLength: 2, maxLength: 5 }),
      rows: fc.integer({ min: 0, max: 40 }),
      seed: fc.nat(),
    });
    const property = fc.asyncProperty(input, async ({ dims, rows, seed }) => {
      const layers = randomLayers(dims, seed);
      const features = randomFeatures(rows, dims[0]!);
      const encoded = await encode(layers, memoryTable(features, dims[0]!), { threads: 1 });
      expectClose(encoded, reference(layers, features));
    });
    await fc.assert(property, { numRuns: 15 });
  });

  it('agrees for wide layers and gives the same bits on any number of threads', async () => {
    const layers = randomLayers([1300, 70, 33], 1);
    const features = randomFeatures(300, 1300);
    const table = { ...memoryTable(features, 1300) };
    const reports: number[] = [];
    const onProgress = (rows: number) => reports.push(rows);
    const one = await encode(layers, table, { threads: 1, onProgress });
    expectClose(one, reference(layers, features));
    expect(reports.at(-1)).to.equal(300);
    expect(await encode(layers, table, { threads: 3 })).to.deep.equal(one);
  });

  it('names the first row that is not finite', async () => {
    const features = randomFeatures(200, 4);
    features[150 * 4 + 2] = NaN;
    const work = encode(randomLayers([4, 2], 1), memoryTable(features, 4), { threads: 1 });
    expect((await rejection(work, InputDataError)).message).to.match(/product index 150 is not/);
  });

  it('stops when it is aborted', async () => {
    const table = memoryTable(randomFeatures(200, 4), 4);
    const signal = AbortSignal.abort();
    await rejection(
      encode(randomLayers([4, 2], 1), table, { threads: 1, signal }),
      RunCancelledError,
    );
  });

  it('refuses features of another dimension', async () => {
    const work = encode(randomLayers([4, 2], 1), memoryTable(new Float32Array(10), 5), {
      threads: 1,
    });
    expect((await rejection(work, InputDataError)).message).to.equal(
      'The encoder takes 4 numbers but the features have 5.',
    );
  });
});

describe('encode with options', () => {
  const rows = [
    [2, 4, 3],
    [-1, -1, -1],
    [0, 1e-3, 5e8],
  ];
  const table = () => memoryTable(Float32Array.from(rows.flat()), 3);
  const identity: DenseLayer = {
    weight: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    bias: new Float32Array(3),
    outDim: 3,
    inDim: 3,
    relu: false,
  };

  it('scales each row to [0, 1] first, a constant one to zeros', async () => {
    const encoded = await encode([identity], table(), {
      threads: 1,
      rowScaling: 'product-min-max',
    });
    expect([...encoded]).to.deep.equal([0, 1, 0.5, 0, 0, 0, 0, Math.fround(2e-12), 1]);
  });

  it('finds a number that is not finite behind the scaling', async () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      const features = Float32Array.of(1, 2, 3, 7, bad, 7);
      const work = encode([identity], memoryTable(features, 3), {
        threads: 1,
        rowScaling: 'product-min-max',
      });
      expect((await rejection(work, InputDataError)).message).to.match(/product index 1 is not/);
    }
  });

  it('ends in a ReLU when asked to', async () => {
    const encoded = await encode([identity], table(), { threads: 1, outputRelu: true });
    expectClose(
      encoded,
      rows.flat().map((value) => Math.max(0, value)),
    );
    expect(identity.relu).to.equal(false);
  });

  it('leaves the features that it was given alone', async () => {
    const features = Float32Array.from(rows.flat());
    const options = { threads: 1, rowScaling: 'product-min-max', outputRelu: true } as const;
    await encode([identity], memoryTable(features, 3), options);
    expect([...features]).to.deep.equal([...Float32Array.from(rows.flat())]);
  });
});

describe('denseLayers', () => {
  const tensor = (...shape: number[]) => ({
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b)),
  });

  it('takes layers in order, ReLU after all but the last', () => {
    const layers = denseLayers(
      new Map([
        ['encoder.1.weight', tensor(2, 5)],
        ['encoder.0.weight', tensor(5, 3)],
        ['encoder.0.bias', tensor(5)],
        ['encoder.1.bias', tensor(2)],
      ]),
    );
    expect(layers.map(({ inDim, outDim, relu }) => [inDim, outDim, relu])).to.deep.equal([
      [3, 5, true],
      [5, 2, false],
    ]);
  });

  it('refuses what does not fit', () => {
    const bias = tensor(5);
    const build =
      (...tensors: [string, ReturnType<typeof tensor>][]) =>
      () =>
        denseLayers(new Map(tensors));
    expect(build()).to.throw(InputDataError, 'The encoder has no layers.');
    expect(build(['encoder.0.weight', tensor(5, 3)])).to.throw('Tensor encoder.0.bias is missing.');
    const wrong = build(['encoder.0.weight', tensor(4, 3)], ['encoder.0.bias', bias]);
    expect(wrong).to.throw(InputDataError, 'is not [4, 3] with 4 biases');
    const chain = build(
      ['encoder.0.weight', tensor(5, 3)],
      ['encoder.0.bias', bias],
      ['encoder.1.weight', tensor(5, 4)],
      ['encoder.1.bias', bias],
    );
    expect(chain).to.throw(InputDataError, 'takes 4 numbers but gets 5');
  });
});
