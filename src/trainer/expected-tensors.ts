import type { ModelSettings } from '../config/models.js';
import { directionLength, rowLength } from '../config/row-length.js';

export type Shapes = Map<string, readonly number[]>;

/** Counts that shapes follow from. */
export interface ModelCounts {
  numUsers: number;
  numProducts: number;
  featureDim: number;
}

/** The tensors of each artifact of a model. */
export interface ModelShapes {
  /** `users` [U, W] and `products` [P, W], W being `rowLength`. */
  embeddings: Shapes;
  /** M: features to W. */
  encoder: Shapes;
  /** The inverse of M, D to scaled features; absent without a decoder. */
  decoder: Shapes | undefined;
}

/** What a trainer must send for a model, by name and shape (tensor.proto). */
export function expectedShapes(
  { numUsers, numProducts, featureDim }: ModelCounts,
  settings: ModelSettings,
): ModelShapes {
  const dim = rowLength(settings);
  const [encoderHidden, decoderHidden] = hiddenWidths(settings);
  return {
    embeddings: new Map([
      ['users', [numUsers, dim]],
      ['products', [numProducts, dim]],
    ]),
    encoder: networkShapes('encoder', [featureDim, ...encoderHidden, dim]),
    decoder:
      decoderHidden &&
      networkShapes('decoder', [directionLength(settings), ...decoderHidden, featureDim]),
  };
}

type Widths = readonly number[];

function hiddenWidths(settings: ModelSettings): [encoder: Widths, decoder: Widths | undefined] {
  switch (settings.model) {
    case 'bpr':
    case 'vbpr':
    case 'ibr':
      return [[], undefined];
    case 'vasg':
    case 'skipgram':
    case 'deepwalk': {
      const { encoderHidden, decoderHidden, useDecoder } = settings.hyperparameters;
      return [encoderHidden, useDecoder ? decoderHidden : undefined];
    }
  }
}

function networkShapes(name: string, widths: readonly number[]): Shapes {
  const shapes: Shapes = new Map();
  for (const [k, outDim] of widths.slice(1).entries()) {
    shapes.set(`${name}.${k}.weight`, [outDim, widths[k]!]);
    shapes.set(`${name}.${k}.bias`, [outDim]);
  }
  return shapes;
}
