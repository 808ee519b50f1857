import { InputDataError, UsageError } from '../../errors.js';
import type { RankPairsOptions } from './rank-options.js';

/** @throws InputDataError or UsageError, saying which inputs do not fit each other. */
export function checkRankingInput(options: RankPairsOptions): void {
  const { users, products, groups, threads } = options;
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new UsageError(`threads is ${threads}, but it must be a whole number from 1 up.`);
  }
  if (users.dim !== products.dim) {
    refuse(`User vectors have ${users.dim} dimensions, product vectors ${products.dim}.`);
  }
  if (groups.length !== products.rows) {
    refuse(`There are ${products.rows} product vectors but ${groups.length} product groups.`);
  }
  if (groups.some((group) => group > 1))
    refuse('A product group is neither 0 (warm) nor 1 (cold).');
  checkPairs(options);
  checkOwned(options);
}

function checkPairs({ pairs, users, products }: RankPairsOptions): void {
  const { userIndex, productIndex } = pairs;
  if (userIndex.length !== productIndex.length) {
    refuse(
      `There are ${userIndex.length} user indices but ${productIndex.length} product indices.`,
    );
  }
  const user = userIndex.find((index) => index >= users.rows);
  if (user !== undefined) refuse(`User index ${user} is beyond the ${users.rows} user vectors.`);
  const product = productIndex.find((index) => index >= products.rows);
  if (product !== undefined) {
    refuse(`Product index ${product} is beyond the ${products.rows} product vectors.`);
  }
}

function checkOwned({ owned, users, products }: RankPairsOptions): void {
  if (owned.offsets.length !== users.rows + 1 || owned.offsets.at(-1) !== owned.products.length) {
    refuse('The lists of owned products do not match the number of users.');
  }
  for (let user = 0; user < users.rows; user++) {
    let last = -1;
    for (let at = owned.offsets[user]!; at < owned.offsets[user + 1]!; at++) {
      const product = owned.products[at]!;
      if (product <= last) refuse(`The owned products of user index ${user} are not ascending.`);
      if (product >= products.rows) {
        refuse(`User index ${user} owns product index ${product} of ${products.rows} products.`);
      }
      last = product;
    }
  }
}

function refuse(message: string): never {
  throw new InputDataError(message, { code: 'RANKING_INPUT' });
}
