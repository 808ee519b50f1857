import { expect } from 'chai';
import { CoPurchases } from '../../../src/evaluation/relations/co-purchases.js';
import { randomPurchases } from '../../support/random-purchases.js';

describe('CoPurchases', () => {
  it('knows exactly the pairs that some user bought both of', () => {
    const numProducts = 25;
    const purchases = randomPurchases({ numUsers: 40, numProducts, numEdges: 160, seed: 3 });
    const related = new Set<string>();
    purchases.userIndex.forEach((user, i) => {
      purchases.userIndex.forEach((other, j) => {
        if (user !== other) return;
        related.add(`${purchases.productIndex[i]!} ${purchases.productIndex[j]!}`);
      });
    });
    const coPurchases = new CoPurchases(purchases, numProducts);
    for (let a = 0; a < numProducts; a++) {
      for (let b = 0; b < numProducts; b++) {
        expect(coPurchases.isRelated(a, b), `${a} ${b}`).to.equal(related.has(`${a} ${b}`));
      }
    }
  });

  it('counts buyers', () => {
    const purchases = {
      userIndex: Uint32Array.of(0, 0, 1, 2),
      productIndex: Uint32Array.of(1, 3, 1, 1),
    };
    expect([...new CoPurchases(purchases, 5).degrees]).to.deep.equal([0, 3, 0, 1, 0]);
  });
});
