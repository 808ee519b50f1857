import { expect } from 'chai';
import type { SplitDescription } from '../../src/datasets/describe-dataset.js';
import { formatSplit } from '../../src/datasets/format-description.js';

describe('formatSplit', () => {
  const text = (usersNotTested: number, testedMinProducts: number, ingestedMinProducts: number) => {
    const split: SplitDescription['split'] = {
      ...{ dataset: 'shop', split: 'default', seed: 1, coldShare: 0.5, validationShare: 0.1 },
      ...{ testedMinProducts, inputHash: 'hash', madeAt: '2026-01-01T00:00:00.000Z' },
      report: { usersNotTested },
    };
    return formatSplit({ split, ingestedMinProducts, parts: [], leakChecks: [] });
  };

  it('says how many users have too few products to be tested', () => {
    const line = 'Not tested: 1,234 users with fewer than 5 products; theirs are training.';
    expect(text(1234, 5, 1))
      .to.include(line)
      .and.not.include('--min-products');
    expect(text(0, 5, 5))
      .not.to.include('ot tested')
      .and.not.include('--min-products');
  });

  it('says where ingesting has dropped those who would be tested now', () => {
    expect(text(0, 2, 5))
      .to.include('--min-products 5')
      .and.include('--tested-min-products 2');
  });
});
