import { expect } from 'chai';
import fc from 'fast-check';
import { SPLIT_PARTS } from '../../src/splitting/parts.js';
import { assignParts, type Assignment, type SplitOptions } from '../../src/splitting/assign.js';
import { PART, type RatedPairs } from '../../src/splitting/split-state.js';

/** Users rate random products; sorted by (user, product), as the catalog gives them. */
const anyPairs: fc.Arbitrary<RatedPairs> = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 20 }))
  .chain(([numUsers, numProducts]) =>
    fc
      .array(fc.uniqueArray(fc.nat(numProducts - 1), { minLength: 1, maxLength: 12 }), {
        minLength: numUsers,
        maxLength: numUsers,
      })
      .map((lists) => toPairs(lists, numProducts)),
  );

const anyOptions: fc.Arbitrary<SplitOptions> = fc.record({
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  coldShare: fc.double({ min: 0, max: 1, noNaN: true }),
  validationShare: fc.double({ min: 0, max: 1, noNaN: true }),
  testedMinProducts: fc.integer({ min: 2, max: 14 }),
});

function toPairs(lists: number[][], numProducts: number): RatedPairs {
  const pairs = lists.flatMap((products, user) =>
    [...products].sort((a, b) => a - b).map((product) => [user, product] as const),
  );
  return {
    numUsers: lists.length,
    numProducts,
    userIndex: Uint32Array.from(pairs, ([user]) => user),
    productIndex: Uint32Array.from(pairs, ([, product]) => product),
  };
}

/** A shop where everyone rates every `step`-th product: large enough for shares to be met. */
function largeShop(numUsers: number, numProducts: number, perUser: number): RatedPairs {
  return toPairs(
    Array.from({ length: numUsers }, (_, user) =>
      Array.from(
        new Set(Array.from({ length: perUser }, (_, i) => (user * 7 + i * i * 3) % numProducts)),
      ),
    ),
    numProducts,
  );
}

function pairsIn({ part }: Assignment, ...codes: number[]): number[] {
  return Array.from(part.keys()).filter((pair) => codes.includes(part[pair]!));
}

/** Everybody with two products is tested, and no product is made cold. */
const options: Omit<SplitOptions, 'validationShare'> = {
  seed: 1,
  coldShare: 0,
  testedMinProducts: 2,
};

const TESTS = [PART.testWarm, PART.testCold];
const HELD = [...TESTS, PART.validationWarm, PART.validationCold];

describe('assignment of parts', () => {
  it('has the codes of the catalog', () => {
    expect(Object.values(PART)).to.deep.equal([...SPLIT_PARTS.keys()]);
    expect(
      Object.keys(PART).map((name) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)),
    ).to.deep.equal([...SPLIT_PARTS]);
  });

  it('never leaks, whatever the ratings and options', () => {
    fc.assert(
      fc.property(anyPairs, anyOptions, (pairs, options) => {
        const assignment = assignParts(pairs, options);
        const train = pairsIn(assignment, PART.train);
        const warmProducts = new Set(train.map((pair) => pairs.productIndex[pair]));
        const trainUsers = new Set(train.map((pair) => pairs.userIndex[pair]));
        for (const pair of pairsIn(assignment, ...HELD)) {
          const code = assignment.part[pair];
          const isWarm = code === PART.testWarm || code === PART.validationWarm;
          expect(warmProducts.has(pairs.productIndex[pair])).to.equal(isWarm);
          expect(trainUsers.has(pairs.userIndex[pair])).to.equal(true);
        }
        const testUsers = pairsIn(assignment, ...TESTS).map((pair) => pairs.userIndex[pair]);
        expect(new Set(testUsers).size).to.equal(testUsers.length);
      }),
      { numRuns: 300 },
    );
  });

  it('holds out nothing of users with too few products', () => {
    fc.assert(
      fc.property(anyPairs, anyOptions, (pairs, options) => {
        const assignment = assignParts(pairs, options);
        const counts = new Map<number, number>();
        for (const user of pairs.userIndex) counts.set(user, (counts.get(user) ?? 0) + 1);
        const few = new Set(
          [...counts.keys()].filter((user) => counts.get(user)! < options.testedMinProducts),
        );
        expect(assignment.report.usersNotTested).to.equal(few.size);
        for (const pair of pairsIn(assignment, ...HELD)) {
          expect(few.has(pairs.userIndex[pair]!)).to.equal(false);
        }
      }),
    );
  });

  it('keeps users who are not tested in the graph, and takes theirs of cold products', () => {
    // Only user 2 has three products; users 0 and 1 have one each, user 3 two.
    const pairs = toPairs([[0], [3], [0, 1, 2], [1, 2]], 4);
    const few = { seed: 1, validationShare: 1, testedMinProducts: 3 };
    const { part, report } = assignParts(pairs, { ...few, coldShare: 0 });
    expect(report).to.include({ usersNotTested: 3, removedEdges: 0, droppedUsers: 0 });
    const held = pairsIn({ part, report }, ...HELD);
    expect(held.map((pair) => pairs.userIndex[pair])).to.deep.equal([2]);
    expect(pairsIn({ part, report }, PART.train)).to.have.length(6);
    const cold = assignParts(pairs, { ...few, coldShare: 1 });
    const test = pairs.productIndex[pairsIn(cold, PART.testCold)[0]!]!;
    const removed = pairsIn(cold, PART.removed);
    expect(removed.map((pair) => pairs.productIndex[pair])).to.deep.equal([test]);
    expect(cold.report.droppedUsers).to.equal(test === 0 ? 1 : 0);
  });

  it('tests every user with enough products who keeps a training edge', () => {
    fc.assert(
      fc.property(anyPairs, anyOptions, (pairs, options) => {
        const assignment = assignParts(pairs, options);
        const { usersNotTested, droppedUsers } = assignment.report;
        const tested = pairsIn(assignment, ...TESTS).length;
        expect(tested).to.be.at.least(pairs.numUsers - usersNotTested - droppedUsers);
        expect(tested).to.be.at.most(pairs.numUsers - usersNotTested);
      }),
    );
  });

  it('reaches the share of cold test pairs, or has made all of them cold', () => {
    fc.assert(
      fc.property(anyPairs, anyOptions, (pairs, options) => {
        const assignment = assignParts(pairs, options);
        const cold = pairsIn(assignment, PART.testCold).length;
        const all = pairsIn(assignment, ...TESTS).length;
        expect(cold).to.be.at.least(options.coldShare * all);
      }),
    );
  });

  it('is a function of seed and options alone', () => {
    const pairs = largeShop(500, 200, 10);
    const options = { seed: 3, coldShare: 0.5, validationShare: 0.2, testedMinProducts: 5 };
    expect(assignParts(pairs, options)).to.deep.equal(assignParts(pairs, options));
    expect(assignParts(pairs, { ...options, seed: 4 }).part).not.to.deep.equal(
      assignParts(pairs, options).part,
    );
  });

  it('draws the same test products whatever the other options', () => {
    const pairs = largeShop(500, 400, 10);
    const tests = (options: Pick<SplitOptions, 'coldShare' | 'validationShare'>) =>
      pairsIn(assignParts(pairs, { seed: 9, testedMinProducts: 5, ...options }), ...TESTS);
    expect(tests({ coldShare: 0, validationShare: 0 })).to.deep.equal(
      tests({ coldShare: 0, validationShare: 1 }),
    );
  });

  it('draws every product of a user about equally often', () => {
    const pairs = toPairs(
      Array.from({ length: 20_000 }, () => [0, 1, 2, 3, 4]),
      5,
    );
    const assignment = assignParts(pairs, { ...options, validationShare: 0 });
    const counts = new Array<number>(5).fill(0);
    for (const pair of pairsIn(assignment, PART.testWarm)) counts[pairs.productIndex[pair]!]!++;
    for (const count of counts) expect(count).to.be.within(3800, 4200);
  });

  it('takes a validation product only of users who keep enough', () => {
    const pairs = toPairs(
      [
        [0, 1, 2, 3],
        [0, 1, 2, 3, 4],
      ],
      5,
    );
    const assignment = assignParts(pairs, { ...options, validationShare: 1 });
    const held = pairsIn(assignment, PART.validationWarm, PART.validationCold);
    expect(held.map((pair) => pairs.userIndex[pair])).to.deep.equal([1]);
    const none = assignParts(pairs, { ...options, validationShare: 0 });
    expect(pairsIn(none, PART.validationWarm, PART.validationCold)).to.deep.equal([]);
  });

  it('counts what it did', () => {
    // User 0 rates one product; 1 and 2 share product 1 and own 0 and 2.
    const pairs = toPairs([[1], [0, 1], [1, 2]], 3);
    const { part, report } = assignParts(pairs, { ...options, coldShare: 1, validationShare: 0 });
    expect(report.usersNotTested).to.equal(1);
    const removed = pairsIn({ part, report }, PART.removed).length;
    expect(removed).to.be.at.least(report.removedEdges);
    expect(pairsIn({ part, report }, PART.testWarm)).to.deep.equal([]);
  });
});
