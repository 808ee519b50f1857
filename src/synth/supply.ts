import type { RandomStream } from '../random.js';
import type { StyleMixtures } from './styles.js';

/**
 * The purchases on offer, product by product as often as it will be bought, sorted into one pool per
 * style. Taking from a pool at random is popularity within a style, in constant time.
 */
export interface StyleSupply {
  /** Pool of style s is `products[starts[s] .. starts[s] + remaining[s])`. */
  readonly products: Uint32Array;
  readonly starts: Uint32Array;
  /** Purchases left per style; float64 so that it can serve as weights. */
  readonly remaining: Float64Array;
}

/** Offers product p `degrees[p]` times, each time under one of its styles, drawn by weight. */
export function stockStyles(
  degrees: Uint32Array,
  mixtures: StyleMixtures,
  styles: number,
  stream: RandomStream,
): StyleSupply {
  const total = degrees.reduce((a, b) => a + b, 0);
  const labels = new Uint8Array(total);
  const remaining = new Float64Array(styles);
  let offer = 0;
  for (let product = 0; product < degrees.length; product++)
    for (let copy = 0; copy < degrees[product]!; copy++) {
      const style = drawStyle(mixtures, product, stream);
      labels[offer++] = style;
      remaining[style]!++;
    }
  const starts = startsOf(remaining);
  return { products: poolProducts(degrees, labels, starts), starts, remaining };
}

function drawStyle(mixtures: StyleMixtures, row: number, stream: RandomStream): number {
  let left = stream.float();
  let place = row * mixtures.width;
  const last = place + mixtures.width - 1;
  while (place < last && (left -= mixtures.weights[place]!) >= 0) place++;
  return mixtures.styles[place]!;
}

function startsOf(sizes: Float64Array): Uint32Array {
  const starts = new Uint32Array(sizes.length);
  for (let style = 1; style < sizes.length; style++)
    starts[style] = starts[style - 1]! + sizes[style - 1]!;
  return starts;
}

function poolProducts(degrees: Uint32Array, labels: Uint8Array, starts: Uint32Array): Uint32Array {
  const products = new Uint32Array(labels.length);
  const next = starts.slice();
  let offer = 0;
  for (let product = 0; product < degrees.length; product++)
    for (let copy = 0; copy < degrees[product]!; copy++)
      products[next[labels[offer++]!]!++] = product;
  return products;
}

/** Draws tried to find a product the user does not own yet. */
const TAKE_TRIES = 8;

/** Takes a random purchase out of a style's pool (not empty), if possible of a product that `isNew`. */
export function takeFrom(
  { products, starts, remaining }: StyleSupply,
  style: number,
  isNew: (product: number) => boolean,
  stream: RandomStream,
): number {
  const start = starts[style]!;
  let place = start;
  for (let attempt = 0; attempt < TAKE_TRIES; attempt++) {
    place = start + stream.below(remaining[style]!);
    if (isNew(products[place]!)) break;
  }
  const last = start + --remaining[style]!;
  const product = products[place]!;
  products[place] = products[last]!;
  products[last] = product;
  return product;
}
