import { productDegrees, type Pairs, type ProductLists } from '../splitting/views.js';

/** What somebody bought in training; edge e is (train.userIndex[e], train.productIndex[e]). */
export interface Purchases {
  readonly train: Pairs;
  /** `train` as one list per user, in the same order. */
  readonly owned: ProductLists;
  readonly numProducts: number;
}

/** Number of training purchases of a user. */
export function numOwned({ owned }: Purchases, user: number): number {
  return owned.offsets[user + 1]! - owned.offsets[user]!;
}

/**
 * Products with a training edge, ascending. Samplers draw from these alone: cold products stand for those
 * that come later, and a model that saw them as never bought would learn what the test asks.
 */
export function warmProducts({ train, numProducts }: Purchases): Uint32Array {
  const degrees = productDegrees(train, numProducts);
  return Uint32Array.from(degrees.keys()).filter((product) => degrees[product]! > 0);
}

/** Positions of the training edges whose user fits. */
export function edgesOf({ train }: Purchases, fits: (user: number) => boolean): Uint32Array {
  return Uint32Array.from(train.userIndex.keys()).filter((edge) => fits(train.userIndex[edge]!));
}
