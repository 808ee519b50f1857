import type { ModelSettings } from '../../config/models.js';

/** How long a preset may train on a large shop. */
export interface TrainingLimits {
  /** A shop with more is large. */
  readonly numProducts: number;
  /** Steps on walks. */
  readonly maxSteps: number;
}

/**
 * A preset as it is, unless the shop is large: then steps on walks are limited, and an encoder's or autoencoder's passes
 * over the products are as many times fewer as there are more products, but one at least.
 */
export function shortened(
  preset: ModelSettings,
  limits: TrainingLimits,
  numProducts: number,
): ModelSettings {
  if (numProducts <= limits.numProducts) return preset;
  switch (preset.model) {
    case 'vasg':
    case 'skipgram':
    case 'deepwalk': {
      const { hyperparameters } = preset;
      const { maxSteps, encoderEpochs, pretrainEpochs } = hyperparameters;
      const fewer = (passes: number) => Math.ceil((passes * limits.numProducts) / numProducts);
      const cut = {
        // 0 stands for no limit.
        maxSteps: Math.min(maxSteps || Infinity, limits.maxSteps),
        encoderEpochs: fewer(encoderEpochs),
        pretrainEpochs: fewer(pretrainEpochs),
      };
      return { ...preset, hyperparameters: { ...hyperparameters, ...cut } };
    }
    case 'bpr':
    case 'vbpr':
    case 'ibr':
      return preset;
  }
}
