import { expect } from 'chai';
import { memoryTable } from '../../src/evaluation/vector-table.js';
import { RandomStream } from '../../src/random.js';
import { neighbourMeans } from '../../src/recommend/neighbour-means.js';

/** Mean of the rows of the k warm products nearest by cosine, weighted by it, one cold product after another. */
function oracle(
  features: number[][],
  learned: number[][],
  degrees: Uint32Array,
  k: number,
): number[][] {
  const cosine = (a: number[], b: number[]) =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0) / (Math.hypot(...a) * Math.hypot(...b));
  return features.map((feature, product) => {
    if (degrees[product]! > 0) return learned[product]!;
    const nearest = [...degrees.keys()]
      .filter((other) => degrees[other]! > 0)
      .sort((a, b) => cosine(feature, features[b]!) - cosine(feature, features[a]!))
      .slice(0, k);
    const cosines = nearest.map((other) => Math.max(0, cosine(feature, features[other]!)));
    const weights = cosines.some((weight) => weight > 0) ? cosines : cosines.map(() => 1);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return learned[0]!.map(
      (_, d) =>
        nearest.reduce((sum, other, i) => sum + weights[i]! * learned[other]![d]!, 0) / total,
    );
  });
}

describe('neighbourMeans', () => {
  const random = new RandomStream(1, 'test');
  const rows = (count: number, dim: number) =>
    Array.from({ length: count }, () => Array.from({ length: dim }, () => random.normal()));
  const table = (values: number[][]) =>
    memoryTable(Float32Array.from(values.flat()), values[0]!.length);

  const features = rows(60, 7);
  const learned = rows(60, 3);
  const degrees = Uint32Array.from({ length: 60 }, (_, product) => product % 3);

  for (const k of [1, 5, 100]) {
    it(`gives cold products the mean of their ${k} nearest warm ones`, async () => {
      const placed = await neighbourMeans({
        features: table(features),
        learned: Float32Array.from(learned.flat()),
        ...{ dim: 3, degrees, k, threads: 2 },
      });
      const expected = oracle(features, learned, degrees, k).flat();
      expect(placed).to.have.length(expected.length);
      placed.forEach((value, i) => expect(value).to.be.closeTo(expected[i]!, 1e-6));
    });
  }

  it('weighs all alike where none is similar', async () => {
    const placed = await neighbourMeans({
      features: table([
        [1, 0],
        [0, 1],
        [-1, 0],
      ]),
      learned: Float32Array.of(9, 2, 4),
      ...{ dim: 1, degrees: Uint32Array.of(0, 1, 1), k: 2, threads: 1 },
    });
    expect([...placed]).to.deep.equal([3, 2, 4]);
  });

  it('leaves everything as it is where nothing is cold', async () => {
    const values = Float32Array.from(learned.flat());
    const placed = await neighbourMeans({
      features: table(features),
      learned: values,
      ...{ dim: 3, degrees: new Uint32Array(60).fill(1), k: 5, threads: 1 },
    });
    expect(placed).to.deep.equal(values);
  });
});
