import { expect } from 'chai';
import { duration } from '../../src/progress/duration.js';

describe('duration', () => {
  for (const [seconds, text] of [
    [0, '0s'],
    [59.4, '59s'],
    [59.6, '1m00s'],
    [299.7, '5m00s'],
    [3_599.9, '1h00m'],
    [7_430, '2h03m'],
  ] as const) {
    it(`writes ${seconds} seconds as ${text}`, () => expect(duration(seconds)).to.equal(text));
  }
});
