import { lowerBound } from '../../lower-bound.js';
import type { RandomStream } from '../../random.js';
import { pairKey, type ProductPairs } from '../product-pairs.js';
import type { CoPurchases, Purchases } from './co-purchases.js';

export interface HeldOutRelationsOptions {
  /** All purchases, whatever part of the split they are in; sorted by user. */
  readonly purchases: Purchases;
  /** 1 where a purchase was left out for testing. */
  readonly isTest: Uint8Array;
  /** Purchases of the training part. */
  readonly train: CoPurchases;
  readonly numProducts: number;
  /** Most pairs that are wanted. */
  readonly limit: number;
  readonly random: RandomStream;
}

/**
 * R of section 4.3 as a test: distinct pairs of products that some user bought both of, at least one of the
 * two purchases left out for testing, and that nobody bought both of in training. A uniform sample of all
 * such pairs, without repetition, in random order; which product comes first is random as well.
 */
export function heldOutRelations(options: HeldOutRelationsOptions): ProductPairs {
  const { train, numProducts, limit, random } = options;
  const isNew = (key: number): boolean =>
    !train.isRelated(Math.floor(key / numProducts), key % numProducts);
  const keys = testKeys(options).sort().filter(isFirstOfItsKind).filter(isNew);
  return toPairs(random.shuffle(keys).subarray(0, limit), numProducts, random);
}

function isFirstOfItsKind(key: number, i: number, sorted: Float64Array): boolean {
  return i === 0 || key !== sorted[i - 1];
}

/** Keys of all pairs of a test purchase and another purchase of its user; a pair may come up twice. */
function testKeys({ purchases, isTest, numProducts }: HeldOutRelationsOptions): Float64Array {
  const { userIndex, productIndex } = purchases;
  const keys = new Float64Array(countTestKeys(userIndex, isTest));
  let numKeys = 0;
  forEachBasket(userIndex, (begin, end) => {
    for (let i = begin; i < end; i++) {
      if (isTest[i] === 0) continue;
      for (let j = begin; j < end; j++) {
        if (j === i) continue;
        keys[numKeys++] = pairKey(productIndex[i]!, productIndex[j]!, numProducts);
      }
    }
  });
  return keys;
}

function countTestKeys(userIndex: Uint32Array, isTest: Uint8Array): number {
  let count = 0;
  forEachBasket(userIndex, (begin, end) => {
    for (let i = begin; i < end; i++) if (isTest[i] !== 0) count += end - begin - 1;
  });
  return count;
}

/** Calls `visit` with the positions of each user's purchases. */
function forEachBasket(userIndex: Uint32Array, visit: (begin: number, end: number) => void): void {
  for (let begin = 0, end; begin < userIndex.length; begin = end) {
    end = begin + 1;
    while (userIndex[end] === userIndex[begin]) end++;
    visit(begin, end);
  }
}

export interface TrainRelationsOptions {
  /** Purchases of the training part, sorted by user. */
  readonly train: Purchases;
  readonly numProducts: number;
  readonly limit: number;
  readonly random: RandomStream;
}

/** Draws for each wanted pair, so that repetitions do not leave many of them out. */
const DRAWS_PER_PAIR = 4;

/**
 * Distinct pairs of products that one user bought both of in training, in random order: a user is drawn in
 * proportion to the number of such pairs, then two of the user's products. They are too many to list where
 * somebody bought thousands.
 */
export function trainRelations(options: TrainRelationsOptions): ProductPairs {
  const { train, numProducts, limit, random } = options;
  const baskets = basketsOf(train.userIndex);
  const total = baskets.cumulative.at(-1) ?? 0;
  const wanted = Math.min(limit, total);
  const keys = new Set<number>();
  for (let draw = 0; draw < DRAWS_PER_PAIR * wanted && keys.size < wanted; draw++) {
    const pair = Math.floor(random.float() * total);
    const basket = lowerBound(baskets.cumulative, pair + 1, 0, baskets.cumulative.length);
    const begin = baskets.begins[basket]!;
    const size = baskets.begins[basket + 1]! - begin;
    const i = random.below(size);
    const j = (i + 1 + random.below(size - 1)) % size;
    const key = pairKey(
      train.productIndex[begin + i]!,
      train.productIndex[begin + j]!,
      numProducts,
    );
    keys.add(key);
  }
  return toPairs(Float64Array.from(keys), numProducts, random);
}

/** Where each user's purchases begin, and how many pairs the users up to each make together. */
function basketsOf(userIndex: Uint32Array): { begins: number[]; cumulative: Float64Array } {
  const begins: number[] = [];
  userIndex.forEach((user, i) => {
    if (user !== userIndex[i - 1]) begins.push(i);
  });
  begins.push(userIndex.length);
  const cumulative = new Float64Array(begins.length - 1);
  for (let basket = 0; basket < cumulative.length; basket++) {
    const size = begins[basket + 1]! - begins[basket]!;
    cumulative[basket] = (cumulative[basket - 1] ?? 0) + (size * (size - 1)) / 2;
  }
  return { begins, cumulative };
}

function toPairs(keys: Float64Array, numProducts: number, random: RandomStream): ProductPairs {
  const first = new Uint32Array(keys.length);
  const second = new Uint32Array(keys.length);
  keys.forEach((key, i) => {
    const low = Math.floor(key / numProducts);
    const high = key % numProducts;
    const swap = random.below(2) === 1;
    first[i] = swap ? high : low;
    second[i] = swap ? low : high;
  });
  return { first, second };
}
