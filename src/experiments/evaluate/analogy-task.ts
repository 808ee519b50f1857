import type { ModelSettings } from '../../config/models.js';
import type { AnalogySpace } from '../../evaluation/analogies/analogy-space.js';
import { NO_PRODUCT } from '../../evaluation/nearest/nearest-products.js';
import { pairsOf, productLists, type ProductLists } from '../../splitting/views.js';
import { ratedProducts } from './held-out-task.js';
import { directionsOf } from '../runs/directions.js';
import type { RunVectors } from '../runs/run-vectors.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/** What an analogy is answered with and judged by, whatever the run. */
export interface AnalogyTask {
  /** P: products that somebody rated, ascending. */
  candidates: Uint32Array;
  /** Everything that each user bought, in any part. */
  owned: ProductLists;
  /** Product of each user in the test part, or `NO_PRODUCT`. */
  heldOut: Uint32Array;
}

export function analogyTask({ split }: WorkspaceData): AnalogyTask {
  const heldOut = new Uint32Array(split.numUsers).fill(NO_PRODUCT);
  const test = pairsOf(split, ['test_warm', 'test_cold']);
  test.userIndex.forEach((user, i) => (heldOut[user] = test.productIndex[i]!));
  return {
    candidates: ratedProducts(split.productIndex, split.numProducts),
    owned: productLists(split, split.numUsers),
    heldOut,
  };
}

/** Without the bias or popularity of a row, which is no direction. */
export function analogySpace(
  settings: ModelSettings,
  { users, products, dim }: RunVectors,
): AnalogySpace {
  const { rows, dim: length } = directionsOf(settings, products, dim);
  return { users: directionsOf(settings, users, dim).rows, products: rows, dim: length };
}
