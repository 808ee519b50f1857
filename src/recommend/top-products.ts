import { topK } from '../evaluation/top-k.js';
import { memoryTable } from '../evaluation/vector-table.js';

/** Which products may be recommended. */
export type CandidatePart = 'warm' | 'cold' | 'all';

export interface TopProductsInputs {
  /** Vector of the user, [dim]. */
  user: Float32Array;
  /** Normalised vectors, [products, dim]. */
  products: Float32Array;
  /** Product indices that the user has, left out. */
  bought: Uint32Array;
  /** Training edges of each product; 0 is cold. */
  degrees: Uint32Array;
  top: number;
  part: CandidatePart;
}

export interface RankedProduct {
  /** 1 is best. */
  rank: number;
  productIndex: number;
  /** Cosine, -1 to 1. */
  score: number;
  part: 'warm' | 'cold';
}

/** The nearest products that the user does not have; equal scores go by product index. */
export async function topProducts(inputs: TopProductsInputs): Promise<RankedProduct[]> {
  const { user, products, degrees, part } = inputs;
  const bought = new Set(inputs.bought);
  const kind = (product: number) => (degrees[product]! > 0 ? 'warm' : 'cold');
  const best = await topK({
    user,
    products: memoryTable(products, user.length),
    k: inputs.top,
    isCandidate: (product) => !bought.has(product) && (part === 'all' || kind(product) === part),
  });
  const norm = Math.hypot(...user) || 1;
  return best.map(({ productIndex, score }, i) => ({
    rank: i + 1,
    productIndex,
    score: score / norm,
    part: kind(productIndex),
  }));
}
