import { lowerBound } from '../../lower-bound.js';
import type { VectorTable } from '../vector-table.js';
import type { Scorer } from './scorer.js';

export interface ProductWeightsOptions {
  readonly numProducts: number;
  /** W: indices of the products that have weights, ascending. */
  readonly warm: Uint32Array;
  /** Training products of user u: `products[offsets[u] .. offsets[u + 1] - 1]`, all of them warm. */
  readonly owned: { readonly offsets: Uint32Array; readonly products: Uint32Array };
  /** [W, W]: row = product that is scored, column = product that was bought. */
  readonly weights: VectorTable;
}

/**
 * The score of a product is the sum of its weights from the products that the user bought: item-based
 * neighbours and linear autoencoders. A user is 1 at each of those, a product its row of weights; other
 * products score 0.
 */
export function productWeightsScorer(options: ProductWeightsOptions): Scorer {
  const { numProducts, warm, weights } = options;
  return { users: purchaseTable(options), products: spreadRows(weights, warm, numProducts) };
}

function purchaseTable({ numProducts, warm, owned }: ProductWeightsOptions): VectorTable {
  const { offsets, products } = owned;
  const dim = warm.length;
  const column = new Uint32Array(numProducts);
  warm.forEach((product, i) => (column[product] = i));
  return {
    rows: offsets.length - 1,
    dim,
    read(start, count) {
      const rows = new Float32Array(count * dim);
      for (let row = 0; row < count; row++) {
        const user = start + row;
        for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
          rows[row * dim + column[products[at]!]!] = 1;
        }
      }
      return rows;
    },
  };
}

/** The rows of `table` at `indices` (ascending) of a larger table whose other rows are 0. */
function spreadRows(table: VectorTable, indices: Uint32Array, rows: number): VectorTable {
  const { dim } = table;
  return {
    rows,
    dim,
    async read(start, count) {
      const spread = new Float32Array(count * dim);
      const first = lowerBound(indices, start, 0, indices.length);
      const end = lowerBound(indices, start + count, first, indices.length);
      if (first === end) return spread;
      const span = await table.read(first, end - first);
      for (let at = first; at < end; at++) {
        const row = span.subarray((at - first) * dim, (at - first + 1) * dim);
        spread.set(row, (indices[at]! - start) * dim);
      }
      return spread;
    },
  };
}
