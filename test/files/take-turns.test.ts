import { expect } from 'chai';
import { takeTurns } from '../../src/files/take-turns.js';

describe('takeTurns', () => {
  it('gives the first, the second, the first again and so on', () => {
    const next = takeTurns('first', 'second');
    expect([next(), next(), next(), next()]).to.deep.equal(['first', 'second', 'first', 'second']);
  });
});
