import { expect } from 'chai';
import { CoPurchases } from '../../../src/evaluation/relations/co-purchases.js';
import { pairKey } from '../../../src/evaluation/product-pairs.js';
import { drawUnrelated } from '../../../src/evaluation/relations/unrelated-pairs.js';
import type { PairKind } from '../../../src/evaluation/relations/pair-kind.js';
import { RandomStream } from '../../../src/random.js';
import { blockShop } from '../../support/block-shop.js';

const nobody = (numProducts: number) =>
  new CoPurchases({ userIndex: new Uint32Array(), productIndex: new Uint32Array() }, numProducts);

function draw(kind: PairKind, count: number, numProducts = 6) {
  const { first, second } = drawUnrelated({
    products: Uint32Array.from({ length: numProducts }, (_, product) => product),
    // Products 4 and 5 are cold.
    isCold: Uint8Array.from({ length: numProducts }, (_, product) => (product > 3 ? 1 : 0)),
    ...{ kind, purchases: nobody(numProducts), numProducts, count },
    random: new RandomStream(count, `test ${kind}`),
  });
  return Array.from(first, (a, i) => pairKey(a, second[i]!, numProducts));
}

describe('drawUnrelated', () => {
  it('draws no pair that any user bought, and none twice', () => {
    const { purchases, numProducts, blockOf } = blockShop({ productsPerBlock: 6 });
    const related = new CoPurchases(purchases, numProducts);
    const { first, second } = drawUnrelated({
      products: Uint32Array.from({ length: numProducts }, (_, product) => product),
      isCold: new Uint8Array(numProducts),
      ...{ kind: 'all', purchases: related, numProducts, count: 150 },
      random: new RandomStream(1, 'test'),
    });
    const keys = Array.from(first, (a, i) => pairKey(a, second[i]!, numProducts));
    expect(new Set(keys)).to.have.length(150);
    first.forEach((a, i) => {
      expect(related.isRelated(a, second[i]!)).to.equal(false);
      expect(a).to.not.equal(second[i]);
    });
    expect(Array.from(first).some((a, i) => blockOf(a) !== blockOf(second[i]!))).to.equal(true);
  });

  it('finds every pair of a kind when all are asked for', () => {
    // 15 pairs in all; 6 of two warm products, 8 + 1 with a cold one.
    expect(draw('all', 15)).to.have.length(15);
    expect(draw('warm', 6)).to.have.length(6);
    expect(draw('with-cold', 9)).to.have.length(9);
  });

  it('stops where there are no more', () => {
    expect(draw('warm', 20)).to.have.length(6);
    expect(draw('with-cold', 5, 4)).to.have.length(0);
  });

  it('draws every pair of a kind equally often', () => {
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 5000; seed++) {
      const { first, second } = drawUnrelated({
        products: Uint32Array.of(0, 1, 2, 3),
        // 0 and 1 are cold: 5 of the 6 pairs have a cold product.
        isCold: Uint8Array.of(1, 1, 0, 0),
        ...{ kind: 'with-cold', purchases: nobody(4), numProducts: 4, count: 1 },
        random: new RandomStream(seed, 'test'),
      });
      const key = pairKey(first[0]!, second[0]!, 4);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts).to.have.length(5);
    // Five standard deviations of a binomial count.
    for (const count of counts.values()) expect(count).to.be.closeTo(1000, 150);
  });
});
