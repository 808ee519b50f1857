import { countIndices, partSet, partsByIndex, type StoredParts } from './stored-parts.js';

const TRAIN = partSet('train');
const TESTED = partSet('test_warm', 'test_cold');
const COLD = partSet('validation_cold', 'test_cold');
const WARM = partSet('validation_warm', 'test_warm');

/** Names of what must not be and how often it is. */
export type Leaks = Readonly<Record<string, number>>;

/** Pairs whose part says of their product what training does not. */
export function productLeaks({ productIndex, part }: StoredParts): Leaks {
  const sets = partsByIndex(productIndex, part);
  let coldTrained = 0;
  let warmUntrained = 0;
  for (let i = 0; i < part.length; i++) {
    const isTrained = (sets[productIndex[i]!]! & TRAIN) !== 0;
    const own = 1 << part[i]!;
    if (isTrained && (own & COLD) !== 0) coldTrained++;
    if (!isTrained && (own & WARM) !== 0) warmUntrained++;
  }
  return {
    cold_product_with_training_edge: coldTrained,
    warm_product_without_training_edge: warmUntrained,
  };
}

/** Held-out pairs of users whom nothing is known of, who are tested twice or who have too few ratings. */
export function userLeaks(
  { userIndex, part }: StoredParts,
  ratedUsers: Uint32Array,
  testedMinProducts: number,
): Leaks {
  const sets = partsByIndex(userIndex, part);
  const numTests = new Uint32Array(sets.length);
  const numRatings = countIndices(ratedUsers);
  let untrained = 0;
  let tooFew = 0;
  for (let i = 0; i < part.length; i++) {
    const own = 1 << part[i]!;
    if ((own & (COLD | WARM)) === 0) continue;
    const user = userIndex[i]!;
    if ((own & TESTED) !== 0) numTests[user]!++;
    if ((sets[user]! & TRAIN) === 0) untrained++;
    if ((numRatings[user] ?? 0) < testedMinProducts) tooFew++;
  }
  return {
    tested_user_without_training_edge: untrained,
    user_with_two_test_pairs: numTests.reduce((users, tests) => users + Number(tests > 1), 0),
    tested_user_with_too_few_ratings: tooFew,
  };
}
