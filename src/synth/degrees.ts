import type { RandomStream } from '../random.js';

/** Whole numbers that share out a total; see `apportion`. */
export interface Apportionment {
  /** Positive wish of each; only ratios matter. */
  weights: Float64Array;
  total: number;
  /** Every count is in min .. max; needs n * min <= total <= n * max. */
  min: number;
  max: number;
}

/**
 * Splits `total` into whole counts `min + lambda * weight`, capped at `max`, by largest remainder.
 * The sum is exact.
 */
export function apportion({ weights, total, min, max }: Apportionment): Uint32Array {
  const lambda = fitScale({ weights, total, min, max });
  const counts = new Uint32Array(weights.length);
  const remainders = new Float64Array(weights.length);
  let left = total;
  for (let i = 0; i < weights.length; i++) {
    const wish = Math.min(max, min + lambda * weights[i]!);
    counts[i] = Math.floor(wish);
    remainders[i] = wish - counts[i]!;
    left -= counts[i]!;
  }
  const order = Uint32Array.from(counts.keys()).sort((a, b) => remainders[b]! - remainders[a]!);
  while (left > 0)
    for (const i of order) {
      if (left === 0) break;
      if (counts[i]! >= max) continue;
      counts[i]!++;
      left--;
    }
  return counts;
}

/** Largest lambda (by bisection, from below) whose capped wishes do not exceed the total. */
function fitScale({ weights, total, min, max }: Apportionment): number {
  let smallest = Infinity;
  for (const weight of weights) smallest = Math.min(smallest, weight);
  let low = 0;
  let high = (max - min) / smallest;
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    let sum = 0;
    for (const weight of weights) sum += Math.min(max, min + middle * weight);
    if (sum <= total) low = middle;
    else high = middle;
  }
  return low;
}

/** Slope of the popularity curve on a log-log scale. */
const ZIPF_EXPONENT = 1.2;
/** Flattens its head: so many first ranks, plus this share of all, sell about alike. */
const HEAD_RANKS = 4;
const HEAD_SHARE = 0.002;

/** Zipf-Mandelbrot popularity, (rank + offset) ^ -exponent, ranks dealt at random. */
export function zipfWeights(count: number, stream: RandomStream): Float64Array {
  const offset = HEAD_RANKS + HEAD_SHARE * count;
  // exp and log rather than pow, whose last bit has differed between versions of the engine.
  const weight = (rank: number): number => Math.exp(-ZIPF_EXPONENT * Math.log(rank + offset));
  return stream.shuffle(Float64Array.from({ length: count }, (_, rank) => weight(rank)));
}

/** Log-normal activity: exp(sigma * N(0, 1)). */
export function logNormalWeights(count: number, sigma: number, stream: RandomStream): Float64Array {
  return Float64Array.from({ length: count }, () => Math.exp(sigma * stream.normal()));
}
