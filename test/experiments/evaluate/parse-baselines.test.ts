import { expect } from 'chai';
import { UsageError } from '../../../src/errors.js';
import { parseBaselines } from '../../../src/experiments/evaluate/ranking-baselines.js';

describe('parseBaselines', () => {
  it('knows those that need no training as all, and peers as a group beside them', () => {
    const all = ['rand', 'popularity', 'wboi', 'wboi-centred', 'wboi-standardized'];
    const read = (text: string) => parseBaselines(text).baselines;
    expect(read('all')).to.deep.equal(all);
    expect(read('all,peers')).to.deep.equal([...all, 'itemknn', 'ease', 'als']);
    for (const none of ['none', ' None']) expect(read(none)).to.deep.equal([]);
    expect(read('EASE, wboi,peers')).to.deep.equal(['ease', 'wboi', 'itemknn', 'als']);
  });

  it('can do without peers that are not named', () => {
    const dispensable = (text: string) => parseBaselines(text).dispensable;
    expect(dispensable('all,peers')).to.deep.equal(['itemknn', 'ease', 'als']);
    expect(dispensable('peers, EASE')).to.deep.equal(['itemknn', 'als']);
    expect(dispensable('wboi,als')).to.deep.equal([]);
  });

  it('says what there is when it is asked for something else', () => {
    for (const text of ['magic', 'toString', 'ease,']) {
      expect(() => parseBaselines(text)).to.throw(UsageError, 'there is no baseline');
    }
  });

  it('takes none alone', () => {
    for (const text of ['all,none', 'None,rand']) {
      expect(() => parseBaselines(text)).to.throw(UsageError, 'none does not go with others');
    }
  });
});
