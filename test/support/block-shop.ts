import type { Purchases } from '../../src/evaluation/relations/co-purchases.js';
import { RandomStream } from '../../src/random.js';

export interface BlockShop {
  purchases: Purchases;
  /** 1 where a purchase is left out: the last of each user. */
  isTest: Uint8Array;
  isTrain: Uint8Array;
  numUsers: number;
  numProducts: number;
  blockOf: (product: number) => number;
}

/**
 * A shop of departments: each user buys some products of one department and none of another, so two
 * products are related only within one. Low products of a department are bought more often.
 */
export function blockShop({
  numBlocks = 4,
  productsPerBlock = 30,
  usersPerBlock = 60,
  purchasesPerUser = 5,
  seed = 1,
} = {}): BlockShop {
  const random = new RandomStream(seed, 'block-shop');
  const userIndex: number[] = [];
  const productIndex: number[] = [];
  const isTest: number[] = [];
  for (let user = 0; user < numBlocks * usersPerBlock; user++) {
    const first = Math.floor(user / usersPerBlock) * productsPerBlock;
    const bought = new Set<number>();
    while (bought.size < purchasesPerUser) {
      bought.add(first + Math.floor(productsPerBlock * random.float() ** 2));
    }
    const left = random.below(purchasesPerUser);
    [...bought]
      .sort((a, b) => a - b)
      .forEach((product, i) => {
        userIndex.push(user);
        productIndex.push(product);
        isTest.push(i === left ? 1 : 0);
      });
  }
  return {
    purchases: {
      userIndex: Uint32Array.from(userIndex),
      productIndex: Uint32Array.from(productIndex),
    },
    isTest: Uint8Array.from(isTest),
    isTrain: Uint8Array.from(isTest, (test) => 1 - test),
    numUsers: numBlocks * usersPerBlock,
    numProducts: numBlocks * productsPerBlock,
    blockOf: (product) => Math.floor(product / productsPerBlock),
  };
}
