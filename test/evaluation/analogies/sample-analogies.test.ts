import { expect } from 'chai';
import { InputDataError } from '../../../src/errors.js';
import { sampleAnalogies } from '../../../src/evaluation/analogies/sample-analogies.js';
import { RandomStream } from '../../../src/random.js';

// Users 0 and 3 have no purchase in training.
const train = {
  offsets: Uint32Array.of(0, 0, 2, 5, 5, 6),
  products: Uint32Array.of(1, 4, 0, 2, 3, 4),
};

describe('sampleAnalogies', () => {
  const sample = sampleAnalogies({ train, numQueries: 900, random: new RandomStream(1, 'test') });

  it('takes p1 from the training purchases of u1', () => {
    sample.firstUser.forEach((user, query) => {
      const bought = train.products.subarray(train.offsets[user], train.offsets[user + 1]);
      expect([...bought]).to.include(sample.product[query]!);
    });
  });

  it('takes any two users who bought something', () => {
    const pairs = new Set(
      Array.from(sample.firstUser, (user, query) => `${user} ${sample.secondUser[query]!}`),
    );
    expect([...pairs].sort()).to.deep.equal(['1 2', '1 4', '2 1', '2 4', '4 1', '4 2']);
  });

  it('needs two of them', () => {
    const one = { offsets: Uint32Array.of(0, 0, 2), products: Uint32Array.of(1, 4) };
    const random = new RandomStream(1, 'test');
    expect(() => sampleAnalogies({ train: one, numQueries: 1, random })).to.throw(
      InputDataError,
      'two users',
    );
  });
});
