import { expect } from 'chai';
import { PRESETS } from '../../../src/config/presets.js';
import { UsageError } from '../../../src/errors.js';
import {
  cellsOf,
  defaultName,
  type SweepRequest,
} from '../../../src/experiments/sweep/sweep-request.js';

const request: SweepRequest = {
  ...{ dataset: 'shop', split: 'default', model: 'vasg', preset: 'paper' },
  base: PRESETS.vasg.paper,
  factors: [{ name: 'windowSize', values: [3, 5] }],
  ...{ seeds: [1, 2], baselines: [] },
};

describe('the cells of a sweep', () => {
  it('are every setting with every seed, on top of what the grid does not set', () => {
    const cells = cellsOf(request);
    expect(cells.map(({ settings, seed }) => [settings.windowSize, seed])).to.deep.equal([
      [3, 1],
      [3, 2],
      [5, 1],
      [5, 2],
    ]);
    for (const { settings, model } of cells) {
      const hyperparameters = { ...PRESETS.vasg.paper, ...settings };
      expect(model).to.deep.equal({ model: 'vasg', hyperparameters });
    }
  });

  it('are refused when one of them cannot work', () => {
    const factors = [{ name: 'useDecoder', values: [true, false] }];
    expect(() => cellsOf({ ...request, factors })).to.throw(UsageError, 'use-decoder');
  });
});

describe('the name of a sweep that was given none', () => {
  it('is the same for the same grid, with more seeds too', () => {
    expect(defaultName({ ...request, seeds: [1, 2, 3] })).to.equal(defaultName(request));
    expect(defaultName(request)).to.match(/^sweep-[0-9a-f]{8}$/);
  });

  it('is another for another grid, base or split', () => {
    const others = [
      { ...request, factors: [{ name: 'windowSize', values: [3, 7] }] },
      { ...request, base: PRESETS.vasg.authors },
      { ...request, split: null },
    ];
    const names = [request, ...others].map(defaultName);
    expect(new Set(names)).to.have.length(names.length);
  });
});
