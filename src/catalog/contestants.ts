import type { Catalog } from './connection.js';

/** Who was measured, and on which split. A contestant is known by all of this. */
export interface Contestant {
  /** As in tables, e.g. `VASG` or `BPR-MF + kNN`. */
  model: string;
  /** Null for a baseline that needs no training. */
  runId: string | null;
  dataset: string;
  split: string;
  /** `inputHash` of the split: what was measured on another one of that name is history. */
  splitInputHash: string;
  /** Of the run, or of a baseline that draws; null for one that does not. */
  seed: number | null;
}

type ContestantColumn = 'run_id' | 'dataset' | 'split' | 'split_input_hash' | 'seed' | 'model';
export type ContestantColumns = Readonly<Record<ContestantColumn, string | number | null>>;

/** In the order of the first columns of every table of measures. */
export function contestantColumns(contestant: Contestant): ContestantColumns {
  const { runId, dataset, split, splitInputHash, seed, model } = contestant;
  return { run_id: runId, dataset, split, split_input_hash: splitInputHash, seed, model };
}

/** Deletes what `table` holds of a contestant, which is measured anew. */
export async function deleteContestant(
  catalog: Catalog,
  table: string,
  columns: ContestantColumns,
): Promise<void> {
  await catalog.run(
    `DELETE FROM ${table} WHERE run_id IS NOT DISTINCT FROM $run_id AND dataset = $dataset
     AND split = $split AND split_input_hash = $split_input_hash
     AND seed IS NOT DISTINCT FROM $seed AND model = $model`,
    columns,
  );
}
