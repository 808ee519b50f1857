import type { RandomStream } from '../random.js';

/**
 * An index drawn with probability proportional to `weights` (>= 0), or -1 when all are zero.
 * Linear in their number: meant for the few dozen styles, not for products.
 */
export function drawWeighted(weights: ArrayLike<number>, stream: RandomStream): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  let left = stream.float() * total;
  let last = -1;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i]! > 0)) continue;
    last = i;
    left -= weights[i]!;
    if (left < 0) break;
  }
  return last;
}
