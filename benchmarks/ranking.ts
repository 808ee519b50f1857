import { rankPairs } from '../src/evaluation/ranking/rank-pairs.js';
import { cpuSeconds } from './measure.js';
import { DIM, randomRanking } from './random-ranking.js';
import { compileReference, pythonReference } from './references.js';
import { measureRow, type BenchmarkContext, type Row } from './row.js';

/**
 * Exact ranking of test products among the paper's Women, beside C and numpy. Theirs is one thread; ours is one that
 * ranks and the main one, which feeds it, so the seconds are those of all threads.
 */
export async function benchmarkRanking({
  quick,
  rounds,
  folder,
}: BenchmarkContext): Promise<Row[]> {
  const numUsers = quick ? 1_000 : 2_000;
  const numProducts = quick ? 60_000 : 116_971;
  const options = randomRanking(numUsers, numProducts);
  const ours = async (): Promise<number> =>
    (2e-9 * numUsers * numProducts * DIM) / (await cpuSeconds(() => rankPairs(options)));
  const size = `${numUsers} x ${numProducts} x ${DIM}`;
  const common = {
    stage: 'evaluate',
    what: `rankPairs end to end, ${size}`,
    unit: 'GFLOP per CPU second',
  };
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
