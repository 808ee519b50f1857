import { expect } from 'chai';
import type { ProgressBar } from '../../src/progress/progress.js';
import { withBar } from '../../src/progress/with-bar.js';
import { rejection } from '../support/rejection.js';

describe('withBar', () => {
  const told: string[] = [];
  const bar: ProgressBar = {
    update: (done) => told.push(`${done} done`),
    finish: () => told.push('finished'),
    abandon: () => told.push('abandoned'),
  };
  beforeEach(() => (told.length = 0));

  it('finishes the bar of work that ends well', async () => {
    const result = await withBar(bar, async (update) => {
      update(3);
      return 'result';
    });
    expect(result).to.equal('result');
    expect(told.slice(0, 2)).to.deep.equal(['3 done', 'finished']);
  });

  it('abandons the bar of work that fails', async () => {
    const failing = withBar(bar, () => Promise.reject(new RangeError('no')));
    await rejection(failing, RangeError);
    expect(told).to.deep.equal(['abandoned']);
  });
});
