import type { RandomStream } from '../random.js';
import { MIN_USER_PRODUCTS, type ShopSpec } from './presets.js';
import type { Pairs } from './pairs.js';

/** Rows that ingest must see through: they change no count of the finished data set. */
export interface ExtraRows {
  /** Purchases of users with too few products; user indices follow those of the kept users. */
  readonly casual: Pairs;
  /** Pairs that repeat one of the kept or casual pairs. */
  readonly duplicates: Pairs;
}

/** `kept` are the purchases of users with enough products. */
export function drawExtraRows(
  kept: Pairs,
  spec: Pick<ShopSpec, 'users' | 'casualUsers' | 'duplicateRatings'>,
  stream: RandomStream,
): ExtraRows {
  const casual = drawCasualPurchases(kept, spec, stream);
  return { casual, duplicates: drawDuplicates(kept, casual, spec.duplicateRatings, stream) };
}

/**
 * Purchases of products of other categories: one to three of each, by anybody. The first casual user buys the
 * first two of them and so has six products, but four of the category: ingest must drop that user.
 */
export function drawForeignPurchases(
  spec: Pick<
    ShopSpec,
    'users' | 'casualUsers' | 'products' | 'unratedProducts' | 'foreignProducts'
  >,
  stream: RandomStream,
): Pairs {
  const { users, casualUsers, foreignProducts } = spec;
  const first = spec.products + spec.unratedProducts;
  const userIndex: number[] = [];
  const productIndex: number[] = [];
  for (let foreign = 0; foreign < foreignProducts; foreign++) {
    const buyers = new Set(foreign < 2 && casualUsers > 0 ? [users] : []);
    const wanted = Math.min(1 + stream.below(3), users + casualUsers);
    while (buyers.size < wanted) buyers.add(stream.below(users + casualUsers));
    for (const buyer of buyers) {
      userIndex.push(buyer);
      productIndex.push(first + foreign);
    }
  }
  return { userIndex: Uint32Array.from(userIndex), productIndex: Uint32Array.from(productIndex) };
}

/** 4, 3, 2, 1, 4, ... products each, drawn by popularity (the product of a random purchase). */
function drawCasualPurchases(
  kept: Pairs,
  { users, casualUsers }: Pick<ShopSpec, 'users' | 'casualUsers'>,
  stream: RandomStream,
): Pairs {
  const userIndex: number[] = [];
  const productIndex: number[] = [];
  for (let casual = 0; casual < casualUsers; casual++) {
    const degree = MIN_USER_PRODUCTS - 1 - (casual % (MIN_USER_PRODUCTS - 1));
    const bought = new Set<number>();
    while (bought.size < degree)
      bought.add(kept.productIndex[stream.below(kept.productIndex.length)]!);
    for (const product of bought) {
      userIndex.push(users + casual);
      productIndex.push(product);
    }
  }
  return { userIndex: Uint32Array.from(userIndex), productIndex: Uint32Array.from(productIndex) };
}

/**
 * The first one repeats the first casual pair: that user then has five lines but four products, and must
 * still be dropped.
 */
function drawDuplicates(kept: Pairs, casual: Pairs, count: number, stream: RandomStream): Pairs {
  const userIndex = new Uint32Array(count);
  const productIndex = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const trap = i === 0 && casual.userIndex.length > 0;
    const from = trap ? casual : kept;
    const j = trap ? 0 : stream.below(kept.userIndex.length);
    userIndex[i] = from.userIndex[j]!;
    productIndex[i] = from.productIndex[j]!;
  }
  return { userIndex, productIndex };
}
