import type { ModelSettings } from './models.js';

/** Columns of the rows that a model gives. */
export function rowLength(settings: ModelSettings): number {
  return directionLength(settings) + (hasBias(settings) ? 1 : 0);
}

/** D: columns of a row without the bias behind them. Visual factors of a factorisation count as well. */
export function directionLength({ hyperparameters }: ModelSettings): number {
  const { embeddingDim } = hyperparameters;
  return 'visualDim' in hyperparameters ? embeddingDim + hyperparameters.visualDim : embeddingDim;
}

/** Whether the last column of a row is a product's bias or popularity, and no direction. */
function hasBias(settings: ModelSettings): boolean {
  return 'visualDim' in settings.hyperparameters || learnsPopularity(settings);
}

/** Whether the last column of a product's row is a popularity, and that of a user's the temperature it is weighed by. */
export function learnsPopularity({ hyperparameters }: ModelSettings): boolean {
  return 'popularityBias' in hyperparameters && hyperparameters.popularityBias;
}
