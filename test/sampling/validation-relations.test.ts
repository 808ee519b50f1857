import { expect } from 'chai';
import { validationRelations } from '../../src/sampling/validation-relations.js';

/** Users 0 and 1 in one style (products 0 to 3), user 2 in another (4, 5); product 6 is nobody's. */
const purchases = {
  userIndex: Uint32Array.of(0, 0, 0, 1, 1, 2, 2),
  productIndex: Uint32Array.of(0, 1, 2, 1, 3, 4, 5),
};

const pairsFor = (isValidation: Uint8Array) => {
  const flat = validationRelations({ purchases, isValidation, numProducts: 7, seed: 1 });
  return Array.from({ length: flat.length / 3 }, (_, i) => [...flat.subarray(3 * i, 3 * i + 3)]);
};

const keysOf = (pairs: number[][], label: number) =>
  pairs
    .filter((pair) => pair[2] === label)
    .map(([a, b]) => `${Math.min(a!, b!)}-${Math.max(a!, b!)}`)
    .sort();

describe('validationRelations', () => {
  it('relates validation products to the training products of their users', () => {
    // (0, 2) and (1, 3) are left out.
    const pairs = pairsFor(Uint8Array.of(0, 0, 1, 0, 1, 0, 0));
    expect(keysOf(pairs, 1)).to.deep.equal(['0-2', '1-2', '1-3']);
    const unrelated = keysOf(pairs, 0);
    expect(unrelated).to.have.length(3);
    const related = ['0-1', '0-2', '1-2', '1-3', '4-5'];
    for (const pair of unrelated) expect(related).not.to.include(pair);
    expect(unrelated.join()).not.to.include('6');
  });

  it('is the same for the same seed', () => {
    const isValidation = Uint8Array.of(0, 0, 1, 0, 1, 0, 1);
    expect(pairsFor(isValidation)).to.deep.equal(pairsFor(isValidation));
  });

  it('is empty without a validation part', () => {
    expect(pairsFor(new Uint8Array(7))).to.deep.equal([]);
  });
});
