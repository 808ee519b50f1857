import { expect } from 'chai';
import { CoPurchases } from '../../../src/evaluation/relations/co-purchases.js';
import { pairKey } from '../../../src/evaluation/product-pairs.js';
import { drawUnrelated } from '../../../src/evaluation/relations/unrelated-pairs.js';
import { RandomStream } from '../../../src/random.js';
import { blockShop } from '../../support/block-shop.js';

const nobody = (numProducts: number) =>
  new CoPurchases({ userIndex: new Uint32Array(), productIndex: new Uint32Array() }, numProducts);

const WARM = Uint32Array.of(0, 1, 2, 3);
const COLD = Uint32Array.of(4, 5);

function draw(from: [Uint32Array, Uint32Array], count: number, seed = count) {
  const numProducts = 6;
  const { first, second } = drawUnrelated({
    ...{ from, purchases: nobody(numProducts), numProducts, count },
    random: new RandomStream(seed, 'test'),
  });
  return Array.from(first, (a, i) => pairKey(a, second[i]!, numProducts));
}

describe('drawUnrelated', () => {
  it('draws no pair that any user bought, and none twice', () => {
    const { purchases, numProducts, blockOf } = blockShop({ productsPerBlock: 6 });
    const related = new CoPurchases(purchases, numProducts);
    const products = Uint32Array.from({ length: numProducts }, (_, product) => product);
    const { first, second } = drawUnrelated({
      ...{ from: [products, products], purchases: related, numProducts, count: 150 },
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

  it('finds every pair of the products when all are asked for', () => {
    expect(draw([WARM, WARM], 6)).to.have.length(6);
    expect(draw([COLD, WARM], 8)).to.have.length(8);
    expect(draw([COLD, COLD], 1)).to.have.length(1);
  });

  it('stops where there are no more', () => {
    expect(draw([WARM, WARM], 20)).to.have.length(6);
    expect(draw([new Uint32Array(), WARM], 5)).to.have.length(0);
  });

  for (const [name, from, numPairs] of [
    ['within one set', [WARM, WARM], 6],
    ['between two sets', [COLD, WARM], 8],
  ] as const) {
    it(`draws every pair ${name} equally often`, () => {
      const counts = new Map<number, number>();
      for (let seed = 0; seed < 1000 * numPairs; seed++) {
        const [key] = draw([...from], 1, seed);
        counts.set(key!, (counts.get(key!) ?? 0) + 1);
      }
      expect(counts).to.have.length(numPairs);
      // Five standard deviations of a binomial count.
      for (const count of counts.values()) expect(count).to.be.closeTo(1000, 150);
    });
  }
});
