import type { ProductPairs } from '../product-pairs.js';

/** Collects sets of pairs into one list, so that all of them are scored in one pass over the products. */
export class PairList {
  private readonly parts: ProductPairs[] = [];
  private length = 0;

  /** Appends pairs and returns their positions. */
  add(pairs: ProductPairs): Uint32Array {
    const begin = this.length;
    this.parts.push(pairs);
    this.length += pairs.first.length;
    return Uint32Array.from({ length: pairs.first.length }, (_, i) => begin + i);
  }

  pairs(): ProductPairs {
    const first = new Uint32Array(this.length);
    const second = new Uint32Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      first.set(part.first, at);
      second.set(part.second, at);
      at += part.first.length;
    }
    return { first, second };
  }
}
