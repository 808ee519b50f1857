import { expect } from 'chai';
import { CoPurchases } from '../../../src/evaluation/relations/co-purchases.js';
import { degreeMatched } from '../../../src/evaluation/relations/degree-matched.js';
import { pairKey, pickPairs } from '../../../src/evaluation/product-pairs.js';
import { heldOutRelations } from '../../../src/evaluation/relations/related-pairs.js';
import { RandomStream } from '../../../src/random.js';
import { blockShop, type BlockShop } from '../../support/block-shop.js';

function match({ purchases, isTest, isTrain, numProducts }: BlockShop) {
  const all = new CoPurchases(purchases, numProducts);
  const train = new CoPurchases(
    {
      userIndex: purchases.userIndex.filter((_, i) => isTrain[i] === 1),
      productIndex: purchases.productIndex.filter((_, i) => isTrain[i] === 1),
    },
    numProducts,
  );
  const related = heldOutRelations({
    ...{ purchases, isTest, train, numProducts, limit: 10_000 },
    random: new RandomStream(2, 'test'),
  });
  const { degrees } = train;
  const matched = degreeMatched({
    ...{ positives: related, degrees, purchases: all },
    random: new RandomStream(3, 'test'),
  });
  return { related, all, degrees, ...matched };
}

const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

describe('degreeMatched', () => {
  const shop = blockShop({ numBlocks: 6, productsPerBlock: 40 });
  const { related, positions, negatives, all, degrees } = match(shop);

  it('finds a counterpart for nearly every pair of a shop with enough products', () => {
    expect(positions.length / related.first.length).to.be.above(0.99);
  });

  it('uses every product as often as the positives do, so degrees are the same', () => {
    const products = (pairs: typeof related) => sorted([...pairs.first, ...pairs.second]);
    expect(products(negatives)).to.deep.equal(products(pickPairs(related, positions)));
    expect([...negatives.first]).to.deep.equal([...pickPairs(related, positions).first]);
  });

  it('pairs nobody bought, each once', () => {
    const keys = Array.from(negatives.first, (a, i) => {
      expect(all.isRelated(a, negatives.second[i]!)).to.equal(false);
      expect(a).to.not.equal(negatives.second[i]);
      return pairKey(a, negatives.second[i]!, shop.numProducts);
    });
    expect(new Set(keys)).to.have.length(keys.length);
  });

  it('keeps degrees within a pair near those of its positive, and cold products cold', () => {
    let distance = 0;
    positions.forEach((position, i) => {
      const before = degrees[related.second[position]!]!;
      const after = degrees[negatives.second[i]!]!;
      distance += Math.abs(before - after) / positions.length;
      expect(after === 0).to.equal(before === 0);
    });
    expect(distance).to.be.below(0.5);
  });

  it('leaves out what has no counterpart', () => {
    // All bought everything: no pair is unrelated.
    const everything = blockShop({ numBlocks: 1, productsPerBlock: 5, purchasesPerUser: 5 });
    const none = match({ ...everything, isTrain: new Uint8Array(everything.isTrain.length) });
    expect(none.related.first).to.have.length(10);
    expect(none.positions).to.have.length(0);
    expect(none.negatives.first).to.have.length(0);
  });
});
