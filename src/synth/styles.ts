import type { RandomStream } from '../random.js';
import type { ShopSpec } from './presets.js';
import { drawWeighted } from './weighted-draw.js';

/** Row-wise mixtures of at most `width` styles; a weight of 0 marks an unused place. Rows sum to 1. */
export interface StyleMixtures {
  readonly width: number;
  /** [rows * width] */
  readonly styles: Uint8Array;
  /** [rows * width] */
  readonly weights: Float32Array;
}

/** Style s belongs to family floor(s / stylesPerFamily). */
export type StyleTree = Pick<ShopSpec, 'families' | 'stylesPerFamily'>;

export function numStyles(tree: StyleTree): number {
  return tree.families * tree.stylesPerFamily;
}

/** Empty mixtures for `rows` rows. */
export function emptyMixtures(rows: number, width: number): StyleMixtures {
  return { width, styles: new Uint8Array(rows * width), weights: new Float32Array(rows * width) };
}

/** Chance that a product has no second style at all. */
const PURE_SHARE = 0.3;
/** Chance that the second style is of the first one's family. */
const SAME_FAMILY = 0.7;
/** The first style's weight is uniform from here to 1. */
const LEAST_FIRST_WEIGHT = 0.6;

/** One or two styles for each product; some styles have more products than others. */
export function drawProductStyles(
  count: number,
  tree: StyleTree,
  stream: RandomStream,
): StyleMixtures {
  const shares = drawStyleShares(tree, stream);
  const mixtures = emptyMixtures(count, 2);
  for (let product = 0; product < count; product++) {
    const first = drawWeighted(shares, stream);
    const second =
      stream.float() < PURE_SHARE ? first : drawNeighbour(first, shares, tree, SAME_FAMILY, stream);
    const weight =
      second === first ? 1 : LEAST_FIRST_WEIGHT + (1 - LEAST_FIRST_WEIGHT) * stream.float();
    mixtures.styles.set([first, second], product * 2);
    mixtures.weights.set([weight, 1 - weight], product * 2);
  }
  return mixtures;
}

/**
 * A style drawn by `shares`, of the same family as `style` with probability `sameFamily`. May return
 * `style` itself.
 */
export function drawNeighbour(
  style: number,
  shares: Float64Array,
  tree: StyleTree,
  sameFamily: number,
  stream: RandomStream,
): number {
  if (stream.float() >= sameFamily) return drawWeighted(shares, stream);
  const start = Math.floor(style / tree.stylesPerFamily) * tree.stylesPerFamily;
  return start + drawWeighted(shares.subarray(start, start + tree.stylesPerFamily), stream);
}

/** Largest style about three times as common as the smallest. */
function drawStyleShares(tree: StyleTree, stream: RandomStream): Float64Array {
  return Float64Array.from({ length: numStyles(tree) }, () => 0.5 + stream.float());
}

/** How well a row of `a` fits a row of `b`: the sum over shared styles of weight x weight, in [0, 1]. */
export function styleMatch(a: StyleMixtures, row: number, b: StyleMixtures, other: number): number {
  let match = 0;
  for (let i = row * a.width; i < (row + 1) * a.width; i++)
    for (let j = other * b.width; j < (other + 1) * b.width; j++)
      if (a.styles[i] === b.styles[j]) match += a.weights[i]! * b.weights[j]!;
  return match;
}
