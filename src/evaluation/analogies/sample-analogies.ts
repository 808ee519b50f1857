import { InputDataError } from '../../errors.js';
import type { RandomStream } from '../../random.js';

/** Products of each user: `products[offsets[u] .. offsets[u + 1] - 1]`, ascending. */
export interface UserProducts {
  readonly offsets: Uint32Array;
  readonly products: Uint32Array;
}

/** Queries X_p1 - X_u1 + X_u2 of section 5, in parallel arrays. */
export interface AnalogyQueries {
  /** u1 */
  readonly firstUser: Uint32Array;
  /** p1, which u1 bought in training. */
  readonly product: Uint32Array;
  /** u2, another user. */
  readonly secondUser: Uint32Array;
}

export interface SampleAnalogiesOptions {
  /** Purchases of the training part: users without any have no vector. */
  readonly train: UserProducts;
  readonly numQueries: number;
  readonly random: RandomStream;
}

/**
 * Draws each query by itself: u1 uniformly, p1 among the products of u1, u2 among the other users.
 *
 * @throws InputDataError when fewer than two users have bought anything in training.
 */
export function sampleAnalogies(options: SampleAnalogiesOptions): AnalogyQueries {
  const { train, numQueries, random } = options;
  const { offsets, products } = train;
  const users = Uint32Array.from({ length: offsets.length - 1 }, (_, user) => user).filter(
    (user) => offsets[user + 1]! > offsets[user]!,
  );
  if (users.length < 2) {
    throw new InputDataError('An analogy needs two users with purchases in the training part.', {
      code: 'TOO_FEW_USERS',
    });
  }
  const firstUser = new Uint32Array(numQueries);
  const product = new Uint32Array(numQueries);
  const secondUser = new Uint32Array(numQueries);
  for (let query = 0; query < numQueries; query++) {
    const first = random.below(users.length);
    const user = users[first]!;
    const size = offsets[user + 1]! - offsets[user]!;
    firstUser[query] = user;
    product[query] = products[offsets[user]! + random.below(size)]!;
    secondUser[query] = users[(first + 1 + random.below(users.length - 1)) % users.length]!;
  }
  return { firstUser, product, secondUser };
}
