import type { Bench } from '../bench.js';
import type { DatasetReproduction, Quality } from '../reproduction.js';
import type { Trial } from '../trial.js';
import { ablationRows, slowdown } from './ablation-rows.js';
import { contestantRows } from './contestant-rows.js';
import { peerRows } from './peers.js';

/**
 * Is preset `default` better than everybody in the tables and than the standards of the field, and what does it lose
 * when one thing is changed in it?
 * Trials are those of one shop, in the order of the seeds.
 */
export function quality(
  bench: Bench,
  trials: readonly [Trial, ...Trial[]],
  { table2, table3 }: Pick<DatasetReproduction, 'table2' | 'table3'>,
): Quality {
  const ranked = [...table2, ...peerRows(bench, trials)];
  return {
    contestants: contestantRows({ table2: ranked, table3 }),
    ablations: ablationRows(bench, trials),
    slowdown: slowdown(bench, trials),
  };
}
