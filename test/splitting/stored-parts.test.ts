import { expect } from 'chai';
import fc from 'fast-check';
import { SPLIT_PARTS } from '../../src/splitting/parts.js';
import { productLeaks, userLeaks } from '../../src/splitting/leaks.js';
import { countParts } from '../../src/splitting/stored-parts.js';

type Triple = [user: number, product: number, part: number];

const triples = fc.array(fc.tuple(fc.nat(6), fc.nat(6), fc.nat(SPLIT_PARTS.length - 1)), {
  maxLength: 40,
});

const columns = (rows: readonly Triple[]) => ({
  userIndex: Uint32Array.from(rows, ([user]) => user),
  productIndex: Uint32Array.from(rows, ([, product]) => product),
  part: Uint8Array.from(rows, ([, , part]) => part),
});

const nameOf = ([, , part]: Triple) => SPLIT_PARTS[part]!;
const isHeldOut = (row: Triple) => /^(test|validation)_/.test(nameOf(row));
const distinct = (values: readonly number[]) => new Set(values).size;

describe('parts that were read back', () => {
  it('are counted with their users and products', () =>
    fc.assert(
      fc.property(triples, (rows) => {
        const expected = SPLIT_PARTS.map((part) => {
          const own = rows.filter((row) => nameOf(row) === part);
          const users = distinct(own.map(([user]) => user));
          const products = distinct(own.map(([, product]) => product));
          return { part, ratings: own.length, users, products };
        });
        expect(countParts(columns(rows))).to.deep.equal(expected);
      }),
    ));

  it('show every leak, whatever is wrong with them', () =>
    fc.assert(
      fc.property(triples, fc.array(fc.nat(6)), fc.nat(4), (rows, ratedUsers, least) => {
        const train = rows.filter((row) => nameOf(row) === 'train');
        const users = new Set(train.map(([user]) => user));
        const products = new Set(train.map(([, product]) => product));
        const heldOut = rows.filter(isHeldOut);
        const warm = heldOut.filter((row) => nameOf(row).endsWith('_warm'));
        const cold = heldOut.filter((row) => nameOf(row).endsWith('_cold'));
        const tested = rows.filter((row) => nameOf(row).startsWith('test_')).map(([user]) => user);
        const stored = columns(rows);
        expect(productLeaks(stored)).to.deep.equal({
          cold_product_with_training_edge: cold.filter(([, product]) => products.has(product))
            .length,
          warm_product_without_training_edge: warm.filter(([, product]) => !products.has(product))
            .length,
        });
        expect(userLeaks(stored, Uint32Array.from(ratedUsers), least)).to.deep.equal({
          tested_user_without_training_edge: heldOut.filter(([user]) => !users.has(user)).length,
          user_with_two_test_pairs: distinct(
            tested.filter((user, i) => tested.indexOf(user) !== i),
          ),
          tested_user_with_too_few_ratings: heldOut.filter(
            ([user]) => ratedUsers.filter((other) => other === user).length < least,
          ).length,
        });
      }),
    ));
});
