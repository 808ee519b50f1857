import type { Bench } from '../bench.js';
import type { DatasetReproduction, Quality } from '../reproduction.js';
import type { Trials } from '../trial.js';
import { ablationRows } from './ablation-rows.js';
import { contestantRows } from './contestant-rows.js';
import { fittedPeers, peerRows } from './peers.js';
import { slowdown } from './training-time.js';

/**
 * Is preset `default` better than everybody in the tables and than the standards of the field, and what does it lose
 * when one thing is changed in it?
 */
export function quality(
  bench: Bench,
  trials: Trials,
  { table2, table3 }: Pick<DatasetReproduction, 'table2' | 'table3'>,
): Quality {
  const ranked = [...table2, ...peerRows(bench, trials)];
  return {
    contestants: contestantRows({ table2: ranked, table3 }, fittedPeers(bench, trials)),
    ablations: ablationRows(bench, trials),
    slowdown: slowdown(bench, trials),
  };
}
