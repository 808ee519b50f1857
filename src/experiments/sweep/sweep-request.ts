import { checkTogether } from '../../config/combinations.js';
import type { ModelName, ModelSettings } from '../../config/models.js';
import { digestOf } from '../runs/request-hash.js';
import type { Baseline } from '../evaluate/ranking-baselines.js';
import type { Factor } from './factors.js';
import { settingsOf, type Settings } from './grid.js';

/** A grid of hyper-parameters, crossed with seeds. */
export interface SweepRequest {
  dataset: string;
  /** Split of all cells; null gives each seed the split that it makes. */
  split: string | null;
  model: ModelName;
  preset: string;
  /** What the grid does not set. */
  base: ModelSettings['hyperparameters'];
  factors: readonly Factor[];
  /** Whether all runs place products so; no when absent. */
  fusedMultiplyAdd?: boolean | undefined;
  /** Of the training, and of the split where that is null. */
  seeds: readonly number[];
  /** Contestants without training, measured beside the cells. */
  baselines: readonly Baseline[];
}

export interface SweepCell {
  settings: Settings;
  seed: number;
  /** Complete and checked. */
  model: ModelSettings;
}

/** All cells, setting by setting. Throws UsageError for values that do not go together. */
export function cellsOf({ model, base, factors, seeds }: SweepRequest): SweepCell[] {
  return settingsOf(factors).flatMap((settings) => {
    const complete = { model, hyperparameters: { ...base, ...settings } } as ModelSettings;
    checkTogether(complete);
    return seeds.map((seed) => ({ settings, seed, model: complete }));
  });
}

/** Name of a sweep that was given none: the same for the same command, whatever the seeds. */
export function defaultName(request: SweepRequest): string {
  return `sweep-${digestOf({ ...request, seeds: null }).slice(0, 8)}`;
}
