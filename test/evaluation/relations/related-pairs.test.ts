import { expect } from 'chai';
import { CoPurchases } from '../../../src/evaluation/relations/co-purchases.js';
import { pairKey, type ProductPairs } from '../../../src/evaluation/product-pairs.js';
import {
  heldOutRelations,
  trainRelations,
} from '../../../src/evaluation/relations/related-pairs.js';
import { RandomStream } from '../../../src/random.js';
import { blockShop } from '../../support/block-shop.js';

const keysOf = ({ first, second }: ProductPairs, numProducts: number) =>
  Array.from(first, (a, i) => pairKey(a, second[i]!, numProducts));
const random = () => new RandomStream(1, 'test');

describe('heldOutRelations', () => {
  it('holds each pair of a test purchase and another of its user, unless known from training', () => {
    // User 0 bought 0 1 2, user 1 bought 1 2 3, user 2 bought 0 1; test purchases are 2, 3 and none.
    const purchases = {
      userIndex: Uint32Array.of(0, 0, 0, 1, 1, 1, 2, 2),
      productIndex: Uint32Array.of(0, 1, 2, 1, 2, 3, 0, 1),
    };
    const isTest = Uint8Array.of(0, 0, 1, 0, 0, 1, 0, 0);
    const train = new CoPurchases(
      {
        userIndex: purchases.userIndex.filter((_, i) => isTest[i] === 0),
        productIndex: purchases.productIndex.filter((_, i) => isTest[i] === 0),
      },
      4,
    );
    const options = { purchases, isTest, train, numProducts: 4, limit: 100 };
    const pairs = heldOutRelations({ ...options, random: random() });
    // 0-2, 1-3 and 2-3 are new; 1-2 was bought by user 1 in training.
    expect(keysOf(pairs, 4).sort((a, b) => a - b)).to.deep.equal([2, 7, 11]);
    const two = heldOutRelations({ ...options, limit: 2, random: random() });
    expect(keysOf(two, 4)).to.deep.equal(keysOf(pairs, 4).slice(0, 2));
  });

  it('holds a pair once, however many users bought it', () => {
    const purchases = {
      userIndex: Uint32Array.of(0, 0, 1, 1, 2, 2),
      productIndex: Uint32Array.of(0, 1, 0, 1, 0, 1),
    };
    const pairs = heldOutRelations({
      ...{ purchases, isTest: Uint8Array.of(0, 1, 1, 0, 1, 1), numProducts: 2, limit: 9 },
      train: new CoPurchases({ userIndex: new Uint32Array(), productIndex: new Uint32Array() }, 2),
      random: random(),
    });
    expect(keysOf(pairs, 2)).to.deep.equal([1]);
  });
});

describe('trainRelations', () => {
  it('draws distinct pairs that one user bought in training', () => {
    const { purchases: train, numProducts, blockOf } = blockShop();
    const related = new CoPurchases(train, numProducts);
    const pairs = trainRelations({ train, numProducts, limit: 500, random: random() });
    expect(new Set(keysOf(pairs, numProducts))).to.have.length(500);
    pairs.first.forEach((a, i) => {
      expect(related.isRelated(a, pairs.second[i]!)).to.equal(true);
      expect(blockOf(a)).to.equal(blockOf(pairs.second[i]!));
      expect(a).to.not.equal(pairs.second[i]);
    });
  });

  it('gives what there is when more is asked for, and nothing where nobody bought two', () => {
    const one = { userIndex: Uint32Array.of(0, 1, 1), productIndex: Uint32Array.of(0, 1, 2) };
    const options = { numProducts: 3, limit: 50 };
    const pairs = trainRelations({ train: one, ...options, random: random() });
    expect(keysOf(pairs, 3)).to.deep.equal([5]);
    const lonely = { userIndex: Uint32Array.of(0, 1), productIndex: Uint32Array.of(0, 1) };
    const none = trainRelations({ train: lonely, ...options, random: random() });
    expect(none.first).to.have.length(0);
  });
});
