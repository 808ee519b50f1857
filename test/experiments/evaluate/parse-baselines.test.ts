import { expect } from 'chai';
import { UsageError } from '../../../src/errors.js';
import { parseBaselines } from '../../../src/experiments/evaluate/ranking-contestants.js';

describe('parseBaselines', () => {
  it('knows those that need no training as all, and peers as a group beside them', () => {
    const all = ['rand', 'popularity', 'wboi', 'wboi-centred'];
    expect(parseBaselines('all')).to.deep.equal(all);
    expect(parseBaselines('all,peers')).to.deep.equal([...all, 'itemknn', 'ease', 'als']);
    expect(parseBaselines('none')).to.deep.equal([]);
    expect(parseBaselines('EASE, wboi,peers')).to.deep.equal(['ease', 'wboi', 'itemknn', 'als']);
  });

  it('says what there is when it is asked for something else', () => {
    for (const text of ['magic', 'all,none', 'toString', 'ease,']) {
      expect(() => parseBaselines(text)).to.throw(UsageError, 'there is no baseline');
    }
  });
});
