import type { ModelSettings } from '../../config/models.js';
import type { Settings } from '../sweep/grid.js';

/** How long a training may be on a large shop, whatever its preset says. */
export interface TrainingLimits {
  /** A shop with more is large. */
  readonly numProducts: number;
  /** Steps on walks. */
  readonly maxSteps: number;
}

/** Hyper-parameters that count passes over all products, before or after the walks. */
const PASSES = ['encoderEpochs', 'pretrainEpochs'];

/**
 * The settings as they are, unless the shop is large: then steps on walks are limited, and passes over the products as
 * many times fewer as there are more products, but one at least.
 */
export function shortened(
  settings: ModelSettings,
  limits: TrainingLimits,
  numProducts: number,
): ModelSettings {
  if (numProducts <= limits.numProducts) return settings;
  const given: Settings = { ...settings.hyperparameters };
  const cut = Object.entries(given).map(([name, value]) => {
    if (PASSES.includes(name))
      return [name, Math.ceil((Number(value) * limits.numProducts) / numProducts)];
    // 0 stands for no limit.
    if (name === 'maxSteps') return [name, Math.min(Number(value) || Infinity, limits.maxSteps)];
    return [name, value];
  });
  const hyperparameters: unknown = Object.fromEntries(cut);
  return { ...settings, hyperparameters } as ModelSettings;
}
