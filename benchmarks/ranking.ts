import { rankPairs, type RankPairsOptions } from '../src/evaluation/ranking/rank-pairs.js';
import { memoryTable, type VectorTable } from '../src/evaluation/vector-table.js';
import { RandomStream } from '../src/random.js';
import { seconds } from './measure.js';
import { compileReference, pythonReference } from './references.js';
import { measureRow, type BenchmarkContext, type Row } from './row.js';

const DIM = 100;

/** Exact ranking of test products among the paper's Women, beside C and numpy, all on one thread. */
export async function benchmarkRanking({
  quick,
  rounds,
  folder,
}: BenchmarkContext): Promise<Row[]> {
  const numUsers = quick ? 1_000 : 2_000;
  const numProducts = quick ? 60_000 : 116_971;
  const options = randomRanking(numUsers, numProducts);
  const ours = async (): Promise<number> =>
    (2e-9 * numUsers * numProducts * DIM) / (await seconds(() => rankPairs(options)));
  const size = `${numUsers} x ${numProducts} x ${DIM}`;
  const common = { stage: 'evaluate', what: `rankPairs end to end, ${size}`, unit: 'GFLOP/s' };
  return [
    await measureRow(
      { ...common, reference: 'C, AVX2 and FMA, count fused', target: 0.5 },
      rounds,
      async () => {
        const program = await compileReference('score', folder);
        return { ours, reference: () => program(numUsers, numProducts, DIM) };
      },
    ),
    await measureRow(
      { ...common, reference: 'numpy sgemm, compare and sum', target: 0.9 },
      rounds,
      () => {
        const program = pythonReference('scores.py');
        return Promise.resolve({ ours, reference: () => program(numUsers, numProducts, DIM) });
      },
    ),
  ];
}

/** One test product and four owned ones per user; a tenth of the products is cold. */
function randomRanking(numUsers: number, numProducts: number): RankPairsOptions {
  const random = new RandomStream(1, 'benchmark');
  const table = (rows: number): VectorTable =>
    memoryTable(
      Float32Array.from({ length: rows * DIM }, () => random.float() - 0.5),
      DIM,
    );
  const upTo = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => i);
  const ascending = upTo(4 * numUsers).map((i) => (i % 4) * (numProducts / 4) + random.below(1000));
  return {
    pairs: {
      userIndex: upTo(numUsers),
      productIndex: upTo(numUsers).map(() => random.below(numProducts)),
    },
    owned: { offsets: upTo(numUsers + 1).map((user) => 4 * user), products: ascending },
    groups: Uint8Array.from({ length: numProducts }, () => (random.below(10) === 0 ? 1 : 0)),
    users: table(numUsers),
    products: table(numProducts),
    threads: 1,
  };
}
