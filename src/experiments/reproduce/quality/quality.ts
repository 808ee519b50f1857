import type { Bench } from '../bench.js';
import type { DatasetReproduction, Quality } from '../reproduction.js';
import type { Trial } from '../trial.js';
import { ablationRows, slowdown } from './ablation-rows.js';
import { contestantRows } from './contestant-rows.js';

/**
 * Is preset `default` better than everybody in the tables, and what is each of its departures from the paper worth?
 * Trials are those of one shop, in the order of the seeds.
 */
export function quality(
  bench: Bench,
  trials: readonly [Trial, ...Trial[]],
  tables: Pick<DatasetReproduction, 'table2' | 'table3'>,
): Quality {
  return {
    contestants: contestantRows(tables),
    ablations: ablationRows(bench, trials),
    slowdown: slowdown(bench, trials),
  };
}
