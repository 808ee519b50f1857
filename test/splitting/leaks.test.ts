import { expect } from 'chai';
import { productLeaks, userLeaks } from '../../src/splitting/leaks.js';
import { SPLIT_PARTS, type SplitPart } from '../../src/splitting/parts.js';
import type { StoredParts } from '../../src/splitting/stored-parts.js';

type Row = [user: number, product: number, part: SplitPart];

const columns = (rows: readonly Row[]): StoredParts => ({
  userIndex: Uint32Array.from(rows, ([user]) => user),
  productIndex: Uint32Array.from(rows, ([, product]) => product),
  part: Uint8Array.from(rows, ([, , part]) => SPLIT_PARTS.indexOf(part)),
});

/** User 0 is as it should be; products 0 and 1 are trained on. */
const SOUND: readonly Row[] = [
  [0, 0, 'train'],
  [0, 1, 'train'],
  [0, 2, 'test_cold'],
];

const LEAKING = columns([
  ...SOUND,
  [1, 0, 'train'],
  // A cold product that is trained on, a warm one that is not, and both tests are of one user.
  [1, 1, 'test_cold'],
  [1, 3, 'test_warm'],
  [2, 0, 'train'],
  [2, 1, 'validation_warm'],
  // Training knows nothing of the user.
  [3, 2, 'validation_cold'],
  [2, 4, 'removed'],
]);

/** Of users 0, 1 and 2; user 3 has none. */
const RATED_USERS = Uint32Array.of(0, 0, 0, 1, 1, 1, 2, 2);

describe('leaks of a split', () => {
  it('are pairs whose product is trained on though cold, or warm and not trained on', () => {
    expect(productLeaks(LEAKING)).to.deep.equal({
      cold_product_with_training_edge: 1,
      warm_product_without_training_edge: 1,
    });
  });

  it('are pairs of users who are unknown or have too few ratings, and users tested twice', () => {
    expect(userLeaks(LEAKING, RATED_USERS, 3)).to.deep.equal({
      tested_user_without_training_edge: 1,
      user_with_two_test_pairs: 1,
      tested_user_with_too_few_ratings: 2,
    });
  });

  it('count a user without any rating as one with too few', () => {
    const tooFew = (least: number) =>
      userLeaks(LEAKING, RATED_USERS, least).tested_user_with_too_few_ratings;
    expect([0, 1, 2, 3, 4].map(tooFew)).to.deep.equal([0, 1, 1, 2, 5]);
  });

  it('are none in a sound split and in an empty one', () => {
    for (const rows of [SOUND, []]) {
      const leaks = { ...productLeaks(columns(rows)), ...userLeaks(columns(rows), RATED_USERS, 3) };
      expect(Object.values(leaks)).to.deep.equal([0, 0, 0, 0, 0]);
    }
  });
});
