import type { IndexPairs } from '../../evaluation/ranking/rank-options.js';
import type { RankPairsOptions } from '../../evaluation/ranking/rank-pairs.js';
import { selectRows } from '../../evaluation/select-rows.js';
import type { VectorTable } from '../../evaluation/vector-table.js';
import { pairsOf, productDegrees, productLists, type Pairs } from '../../splitting/views.js';
import type { SplitPart } from '../../splitting/parts.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/** Purchases that were left out, and what they are ranked among. */
export interface HeldOutTask {
  /** By (user, product). */
  pairs: IndexPairs;
  /** Part of each pair, by what became of its product in training. */
  parts: readonly ('warm' | 'cold')[];
  owned: RankPairsOptions['owned'];
  groups: Uint8Array;
  /** Restricts a table of all products to P, the products that somebody rated. */
  candidates: (products: VectorTable) => VectorTable;
  /** Product index in the data set of each pair, whatever `pairs` is counted in. */
  productIndex: Uint32Array;
}

/** Test pairs of eq. 4; P_u is everything the user rated, whatever part of the split it is in. */
export function testTask(data: WorkspaceData): HeldOutTask {
  const { userIndex, productIndex, rating } = data.split;
  return heldOutTask(data, {
    parts: ['test_warm', 'test_cold'],
    known: { userIndex, productIndex, rating },
    candidates: ratedProducts(productIndex, data.split.numProducts),
  });
}

export interface HeldOut {
  parts: readonly [warm: SplitPart, cold: SplitPart];
  /** Purchases that make P_u. */
  known: Pairs;
  /** P: product indices, ascending. */
  candidates: Uint32Array;
}

/** The task of ranking the purchases of two parts of a split. */
export function heldOutTask(
  data: WorkspaceData,
  { parts, known, candidates }: HeldOut,
): HeldOutTask {
  const { numUsers, numProducts } = data.split;
  const degrees = productDegrees(data.train, numProducts);
  const pairs = pairsOf(data.split, parts);
  const position = new Uint32Array(numProducts);
  candidates.forEach((product, i) => (position[product] = i));
  const toPositions = (products: Uint32Array) => products.map((product) => position[product]!);
  const owned = productLists(known, numUsers);
  return {
    pairs: { userIndex: pairs.userIndex, productIndex: toPositions(pairs.productIndex) },
    parts: Array.from(pairs.productIndex, (product) => (degrees[product]! > 0 ? 'warm' : 'cold')),
    owned: { offsets: owned.offsets, products: toPositions(owned.products) },
    groups: Uint8Array.from(candidates, (product) => (degrees[product]! > 0 ? 0 : 1)),
    candidates: (products) => selectRows(products, candidates),
    productIndex: pairs.productIndex,
  };
}

/** Products with a training purchase, ascending. */
export function warmProducts({
  train,
  split,
}: Pick<WorkspaceData, 'train' | 'split'>): Uint32Array {
  return ratedProducts(train.productIndex, split.numProducts);
}

/** Ascending; products that were ingested without any rating are no candidates of eq. 4. */
export function ratedProducts(productIndex: Uint32Array, numProducts: number): Uint32Array {
  const isRated = new Uint8Array(numProducts);
  for (const product of productIndex) isRated[product] = 1;
  const rated = Uint32Array.from(isRated.keys());
  return rated.filter((product) => isRated[product] === 1);
}
