import type { Hyperparameters } from '../config/hyperparameters.js';

type Shapes = Map<string, readonly number[]>;

/** Counts that shapes follow from. */
export interface ModelCounts {
  numUsers: number;
  numProducts: number;
  featureDim: number;
}

/** `users` [U, D] and `products` [P, D]. */
export function embeddingShapes(counts: ModelCounts, { embeddingDim }: Hyperparameters): Shapes {
  return new Map([
    ['users', [counts.numUsers, embeddingDim]],
    ['products', [counts.numProducts, embeddingDim]],
  ]);
}

/** M: raw features to the common space. */
export function encoderShapes(counts: ModelCounts, hyperparameters: Hyperparameters): Shapes {
  const { encoderHidden, embeddingDim } = hyperparameters;
  return networkShapes('encoder', [counts.featureDim, ...encoderHidden, embeddingDim]);
}

/** The inverse of M: the common space to scaled features. */
export function decoderShapes(counts: ModelCounts, hyperparameters: Hyperparameters): Shapes {
  const { decoderHidden, embeddingDim } = hyperparameters;
  return networkShapes('decoder', [embeddingDim, ...decoderHidden, counts.featureDim]);
}

function networkShapes(name: string, widths: readonly number[]): Shapes {
  const shapes: Shapes = new Map();
  for (const [k, outDim] of widths.slice(1).entries()) {
    shapes.set(`${name}.${k}.weight`, [outDim, widths[k]!]);
    shapes.set(`${name}.${k}.bias`, [outDim]);
  }
  return shapes;
}
