import type { RandomStream } from '../../random.js';
import { pairKey, type ProductPairs } from '../product-pairs.js';
import type { CoPurchases } from './co-purchases.js';

export interface DegreeMatchedOptions {
  readonly positives: ProductPairs;
  /** Training edges of each product; 0 is cold. */
  readonly degrees: Uint32Array;
  /** Pairs with a buyer in common are refused. */
  readonly purchases: CoPurchases;
  readonly random: RandomStream;
}

export interface DegreeMatched {
  /** Positions of the positives that have a counterpart, ascending. */
  readonly positions: Uint32Array;
  /** The counterpart of each of them. */
  readonly negatives: ProductPairs;
}

/** Partners that are tried for a pair at each reach. */
const TRIES = 20;
/** How much further each pass reaches, in pairs by degree of their second product. */
const FIRST_REACH = 8;
const REACH_GROWTH = 4;

/**
 * Unrelated pairs that are as popular as the positives: each keeps its first product and swaps the second
 * with another positive whose second product has the same degree or, failing that, a near one. So every
 * product comes up in the negatives as often as in the positives, and no score that looks at products one
 * by one tells them apart. A cold product is only swapped with a cold one.
 */
export function degreeMatched(options: DegreeMatchedOptions): DegreeMatched {
  const swaps = new PartnerSwaps(options);
  const numPairs = options.positives.first.length;
  let reach = 0;
  while (swaps.pass(reach) && reach < numPairs) {
    reach = reach === 0 ? FIRST_REACH : reach * REACH_GROWTH;
  }
  return swaps.matched();
}

class PartnerSwaps {
  private readonly first: Uint32Array;
  /** Second products by ascending degree; a place is a position here. */
  private readonly seconds: Uint32Array;
  /** Place that each pair has now, and the pair at each place. */
  private readonly placeOf: Uint32Array;
  private readonly pairAt: Uint32Array;
  /** Places of the degree that each pair's second product had at first. */
  private readonly classBegin: Uint32Array;
  private readonly classEnd: Uint32Array;
  /** Where warm products begin. */
  private readonly firstWarm: number;
  /** 1 where a pair is a proper negative; all begin as positives. */
  private readonly isDone: Uint8Array;
  private readonly taken = new Set<number>();
  private readonly numProducts: number;

  constructor(private readonly options: DegreeMatchedOptions) {
    const { positives, degrees, random } = options;
    const { first, second } = positives;
    this.first = first;
    this.numProducts = degrees.length;
    const positions = Uint32Array.from(first.keys());
    const degreeOf = (pair: number): number => degrees[second[pair]!]!;
    this.pairAt = random.shuffle(positions).sort((a, b) => degreeOf(a) - degreeOf(b));
    this.seconds = this.pairAt.map((pair) => second[pair]!);
    this.placeOf = new Uint32Array(first.length);
    this.pairAt.forEach((pair, place) => (this.placeOf[pair] = place));
    this.classBegin = new Uint32Array(first.length);
    this.classEnd = new Uint32Array(first.length);
    this.markClasses(degrees);
    const warm = this.seconds.findIndex((product) => degrees[product]! > 0);
    this.firstWarm = warm < 0 ? first.length : warm;
    this.isDone = new Uint8Array(first.length);
  }

  /** Tries to swap each pair that is not done within `reach` of its degree; whether any is left. */
  pass(reach: number): boolean {
    let numLeft = 0;
    for (let pair = 0; pair < this.isDone.length; pair++) {
      if (this.isDone[pair] === 0 && !this.swapWithin(pair, reach)) numLeft++;
    }
    return numLeft > 0;
  }

  matched(): DegreeMatched {
    const positions = Uint32Array.from(this.isDone.keys()).filter(
      (pair) => this.isDone[pair] === 1,
    );
    return {
      positions,
      negatives: {
        first: positions.map((pair) => this.first[pair]!),
        second: positions.map((pair) => this.secondOf(pair)),
      },
    };
  }

  private markClasses(degrees: Uint32Array): void {
    const { seconds, pairAt, classBegin, classEnd } = this;
    for (let begin = 0, end; begin < seconds.length; begin = end) {
      end = begin + 1;
      while (end < seconds.length && degrees[seconds[end]!] === degrees[seconds[begin]!]) end++;
      for (let place = begin; place < end; place++) {
        classBegin[pairAt[place]!] = begin;
        classEnd[pairAt[place]!] = end;
      }
    }
  }

  private swapWithin(pair: number, reach: number): boolean {
    const [begin, end] = this.places(pair, reach);
    for (let i = 0; i < TRIES; i++) {
      const place = begin + this.options.random.below(end - begin);
      if (this.trySwap(pair, this.pairAt[place]!, reach)) return true;
    }
    return false;
  }

  /** Places within `reach` of the pair's degree; those of cold products and of warm ones do not mix. */
  private places(pair: number, reach: number): [begin: number, end: number] {
    const begin = this.classBegin[pair]!;
    const isCold = begin < this.firstWarm;
    const lowest = isCold ? 0 : this.firstWarm;
    const highest = isCold ? this.firstWarm : this.first.length;
    return [Math.max(lowest, begin - reach), Math.min(highest, this.classEnd[pair]! + reach)];
  }

  /** Swaps when it makes `pair` a proper negative and leaves `other` one if it was. */
  private trySwap(pair: number, other: number, reach: number): boolean {
    const [begin, end] = this.places(other, reach);
    if (this.placeOf[pair]! < begin || this.placeOf[pair]! >= end) return false;
    const key = this.acceptedKey(pair, this.secondOf(other));
    if (key === undefined) return false;
    const otherKey = this.acceptedKey(other, this.secondOf(pair));
    const otherFits = otherKey !== undefined && otherKey !== key;
    if (this.isDone[other] === 1) {
      if (!otherFits) return false;
      this.taken.delete(pairKey(this.first[other]!, this.secondOf(other), this.numProducts));
    }
    this.exchange(pair, other);
    this.finish(pair, key);
    if (otherFits) this.finish(other, otherKey);
    return true;
  }

  /** The key of the pair with another second product, unless it is related, taken or no pair. */
  private acceptedKey(pair: number, second: number): number | undefined {
    const first = this.first[pair]!;
    const key = pairKey(first, second, this.numProducts);
    if (first === second || this.taken.has(key)) return undefined;
    return this.options.purchases.isRelated(first, second) ? undefined : key;
  }

  private exchange(a: number, b: number): void {
    const place = this.placeOf[a]!;
    this.placeOf[a] = this.placeOf[b]!;
    this.placeOf[b] = place;
    this.pairAt[this.placeOf[a]] = a;
    this.pairAt[this.placeOf[b]] = b;
  }

  private finish(pair: number, key: number): void {
    this.isDone[pair] = 1;
    this.taken.add(key);
  }

  private secondOf(pair: number): number {
    return this.seconds[this.placeOf[pair]!]!;
  }
}
