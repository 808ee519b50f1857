import type { RandomStream } from '../random.js';
import type { Pairs } from './purchases.js';

const SWAP_TRIES = 200;

/**
 * Makes all pairs distinct, in place, keeping each user's degree and every product bought. A repeated pair
 * exchanges products with a random other pair, which keeps product degrees too; where no exchange is found
 * (shops in which most users own most products) the repeat moves to a product its user does not own.
 */
export function separatePairs(pairs: Pairs, numProducts: number, stream: RandomStream): void {
  const { userIndex, productIndex } = pairs;
  const owned = new OwnedPairs(numProducts);
  const repeats: number[] = [];
  for (let i = 0; i < userIndex.length; i++)
    if (!owned.add(userIndex[i]!, productIndex[i]!)) repeats.push(i);
  const repeated = new Set(repeats);
  for (const i of repeats) {
    if (!exchange(pairs, i, repeated, owned, stream))
      moveToUnowned(pairs, i, numProducts, owned, stream);
    repeated.delete(i);
  }
}

/** The set of (user, product) pairs seen so far. */
class OwnedPairs {
  private readonly keys = new Set<number>();

  constructor(private readonly numProducts: number) {}

  has(user: number, product: number): boolean {
    return this.keys.has(user * this.numProducts + product);
  }

  /** False when it was there already. */
  add(user: number, product: number): boolean {
    const before = this.keys.size;
    return this.keys.add(user * this.numProducts + product).size > before;
  }

  delete(user: number, product: number): void {
    this.keys.delete(user * this.numProducts + product);
  }
}

function exchange(
  { userIndex, productIndex }: Pairs,
  i: number,
  repeated: ReadonlySet<number>,
  owned: OwnedPairs,
  stream: RandomStream,
): boolean {
  const user = userIndex[i]!;
  const product = productIndex[i]!;
  for (let attempt = 0; attempt < SWAP_TRIES; attempt++) {
    const j = stream.below(userIndex.length);
    const otherUser = userIndex[j]!;
    const otherProduct = productIndex[j]!;
    if (repeated.has(j) || owned.has(user, otherProduct) || owned.has(otherUser, product)) continue;
    owned.delete(otherUser, otherProduct);
    owned.add(user, otherProduct);
    owned.add(otherUser, product);
    productIndex[i] = otherProduct;
    productIndex[j] = product;
    return true;
  }
  return false;
}

/** First product not owned, from a random start; the product left behind is still bought by the same user. */
function moveToUnowned(
  { userIndex, productIndex }: Pairs,
  i: number,
  numProducts: number,
  owned: OwnedPairs,
  stream: RandomStream,
): void {
  const user = userIndex[i]!;
  let product = stream.below(numProducts);
  while (!owned.add(user, product)) product = (product + 1) % numProducts;
  productIndex[i] = product;
}
