import { expect } from 'chai';
import { UsageError } from '../../../src/errors.js';
import { checkOverrides } from '../../../src/experiments/reproduce/check-overrides.js';
import { SECTIONS } from '../../../src/experiments/reproduce/paper.js';
import { QUICK } from '../../../src/experiments/reproduce/sizes.js';

const check = (paper: Record<string, unknown>, sections = [...SECTIONS]) => {
  const inUse = { sections, overridesFile: 'small.json' };
  return () => checkOverrides(inUse, { sizes: QUICK, overrides: { 'vasg-paper': paper } });
};

describe('changes of presets that do not go together', () => {
  it('are refused with the file and the preset that they do not fit', () => {
    expect(check({ encoderEpochs: 0 })).to.throw(UsageError, 'small.json: vasg-paper: --product');
  });

  it('are refused where only a level of section 6 conflicts, if that is wanted', () => {
    const walks = { walkLength: 3, windowSize: 3, crossWalks: false };
    expect(check(walks)).to.throw(
      UsageError,
      'small.json: vasg-paper, windowSize=7: --window-size',
    );
    expect(check(walks, ['tables'])).not.to.throw();
  });
});
