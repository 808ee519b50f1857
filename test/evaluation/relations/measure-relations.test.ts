import { expect } from 'chai';
import { measureRelations } from '../../../src/evaluation/relations/measure-relations.js';
import {
  relationSets,
  type RelationSets,
} from '../../../src/evaluation/relations/relation-sets.js';
import { CoPurchases } from '../../../src/evaluation/relations/co-purchases.js';
import { RandomStream } from '../../../src/random.js';
import { blockShop } from '../../support/block-shop.js';

const shop = blockShop({ numBlocks: 8, productsPerBlock: 40, usersPerBlock: 80 });
const sets = relationSets({ ...shop, maxPairs: 2000, seed: 1 });

const scoresOf = ({ pairs }: RelationSets, score: (a: number, b: number) => number) =>
  Float64Array.from(pairs.first, (a, i) => score(a, pairs.second[i]!));

describe('relationSets', () => {
  it('has as many unrelated pairs as related ones, of the kind', () => {
    const train = new CoPurchases(
      {
        userIndex: shop.purchases.userIndex.filter((_, i) => shop.isTrain[i] === 1),
        productIndex: shop.purchases.productIndex.filter((_, i) => shop.isTrain[i] === 1),
      },
      shop.numProducts,
    );
    const { degrees } = train;
    for (const { negatives, kind, related, unrelated } of sets.tests) {
      expect(unrelated, `${negatives} ${kind}`).to.have.length(related.length);
      for (const position of [...related, ...unrelated]) {
        const cold = [sets.pairs.first, sets.pairs.second].some((side) => {
          return degrees[side[position]!] === 0;
        });
        if (kind !== 'all') expect(cold).to.equal(kind === 'with-cold');
      }
    }
    const count = (kind: string) => sets.tests.find((test) => test.kind === kind)!.related.length;
    expect(count('warm') + count('with-cold')).to.equal(count('all'));
    expect(count('warm')).to.be.above(500);
  });

  it('tests pairs that training does not know and trains on pairs that it does', () => {
    const { purchases, isTrain, numProducts } = shop;
    const all = new CoPurchases(purchases, numProducts);
    const train = new CoPurchases(
      {
        userIndex: purchases.userIndex.filter((_, i) => isTrain[i] === 1),
        productIndex: purchases.productIndex.filter((_, i) => isTrain[i] === 1),
      },
      numProducts,
    );
    const { first, second } = sets.pairs;
    for (const { related, unrelated } of sets.tests) {
      for (const at of related) {
        expect(all.isRelated(first[at]!, second[at]!)).to.equal(true);
        expect(train.isRelated(first[at]!, second[at]!)).to.equal(false);
      }
      for (const at of unrelated) expect(all.isRelated(first[at]!, second[at]!)).to.equal(false);
    }
    for (const { related, unrelated } of Object.values(sets.training)) {
      expect(related).to.have.length(unrelated.length).above(500);
      for (const at of related) expect(train.isRelated(first[at]!, second[at]!)).to.equal(true);
      for (const at of unrelated) expect(train.isRelated(first[at]!, second[at]!)).to.equal(false);
    }
  });

  it('gives nothing for knowing which products are cold', () => {
    const isCold = new Uint8Array(shop.numProducts).fill(1);
    shop.purchases.productIndex.forEach((product, i) => {
      if (shop.isTrain[i] === 1) isCold[product] = 0;
    });
    const scores = scoresOf(sets, (a, b) => isCold[a]! + isCold[b]!);
    for (const { kind, negatives, accuracy, auc } of measureRelations(scores, sets)) {
      expect(auc, `${negatives} ${kind}`).to.be.closeTo(0.5, 1e-9);
      // The two halves of a kind may differ by a pair.
      expect(accuracy, `${negatives} ${kind}`).to.be.closeTo(0.5, 0.02);
    }
  });

  it('depends on the seed alone', () => {
    expect(relationSets({ ...shop, maxPairs: 2000, seed: 1 })).to.deep.equal(sets);
    expect(relationSets({ ...shop, maxPairs: 2000, seed: 2 })).to.not.deep.equal(sets);
  });

  it('is empty, not wrong, for a shop in which everybody bought everything', () => {
    const small = blockShop({ numBlocks: 1, productsPerBlock: 5, purchasesPerUser: 5 });
    const measures = measureRelations(
      new Float64Array(1000),
      relationSets({ ...small, maxPairs: 100, seed: 1 }),
    );
    for (const { numPairs, accuracy, auc } of measures) {
      expect(numPairs).to.equal(0);
      expect(accuracy).to.be.NaN;
      expect(auc).to.be.NaN;
    }
  });
});

describe('measureRelations', () => {
  it('finds a perfect model perfect', () => {
    const sameBlock = (a: number, b: number) => (shop.blockOf(a) === shop.blockOf(b) ? 1 : 0);
    // Two products of a block that nobody bought together are unrelated all the same.
    const cross = sets.tests.map((test) => ({
      ...test,
      unrelated: test.unrelated.filter((at) => {
        return sameBlock(sets.pairs.first[at]!, sets.pairs.second[at]!) === 0;
      }),
    }));
    const measures = measureRelations(scoresOf(sets, sameBlock), { ...sets, tests: cross });
    for (const { accuracy, accuracyTrainThreshold, auc, accuracyCi95 } of measures) {
      expect({ accuracy, accuracyTrainThreshold, auc }).to.deep.equal({
        ...{ accuracy: 1, accuracyTrainThreshold: 1, auc: 1 },
      });
      expect(accuracyCi95[1]).to.be.closeTo(1, 1e-12);
    }
  });

  it('finds a random model random', () => {
    const random = new RandomStream(4, 'test');
    for (const measure of measureRelations(
      scoresOf(sets, () => random.float()),
      sets,
    )) {
      const margin = 3 / Math.sqrt(measure.numPairs);
      expect(measure.accuracy).to.be.closeTo(0.5, margin);
      expect(measure.accuracyTrainThreshold).to.be.closeTo(0.5, margin);
      expect(measure.auc).to.be.closeTo(0.5, margin);
    }
  });

  it('finds popularity good among uniform negatives and worthless among matched ones', () => {
    // So many products that what was left out is as popular as what was not.
    const large = blockShop({ numBlocks: 2, productsPerBlock: 1000, usersPerBlock: 400 });
    const largeSets = relationSets({ ...large, maxPairs: 2000, seed: 1 });
    const degrees = new Float64Array(large.numProducts);
    large.purchases.productIndex.forEach((product, i) => (degrees[product]! += large.isTrain[i]!));
    const scores = scoresOf(largeSets, (a, b) => degrees[a]! * degrees[b]!);
    const [uniform, matched] = (['uniform', 'degree-matched'] as const).map((negatives) =>
      measureRelations(scores, largeSets).find(
        (measure) => measure.kind === 'all' && measure.negatives === negatives,
      )!,
    );
    expect(uniform!.auc).to.be.above(0.6);
    expect(matched!.auc).to.be.closeTo(0.5, 0.03);
  });
});
