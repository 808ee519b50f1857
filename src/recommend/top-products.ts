import type { Scorer } from '../evaluation/baselines/scorer.js';
import { topK } from '../evaluation/top-k.js';

/** Which products of a data set may be recommended. */
export type CandidatePart = 'warm' | 'cold' | 'all';

export interface TopProductsInputs {
  scorer: Scorer;
  userIndex: number;
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
  /** Of the scorer; -1 to 1 for a cosine. */
  score: number;
  part: 'warm' | 'cold';
}

/** The products with the highest scores that the user does not have; equal scores go by product index. */
export async function topProducts(inputs: TopProductsInputs): Promise<RankedProduct[]> {
  const { scorer, degrees, part } = inputs;
  const bought = new Set(inputs.bought);
  const kind = (product: number) => (degrees[product]! > 0 ? 'warm' : 'cold');
  const best = await topK({
    user: await scorer.users.read(inputs.userIndex, 1),
    products: scorer.products,
    k: inputs.top,
    isCandidate: (product) => !bought.has(product) && (part === 'all' || kind(product) === part),
  });
  return best.map(({ productIndex, score }, i) => ({
    rank: i + 1,
    productIndex,
    score,
    part: kind(productIndex),
  }));
}
