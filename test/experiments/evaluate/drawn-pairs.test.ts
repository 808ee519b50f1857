import { expect } from 'chai';
import { InputDataError } from '../../../src/errors.js';
import { DrawnPairs } from '../../../src/experiments/evaluate/drawn-pairs.js';
import type { WorkspaceData } from '../../../src/experiments/runs/workspace-data.js';
import { silentProgress } from '../../../src/progress/progress.js';
import { SPLIT_PARTS } from '../../../src/splitting/parts.js';

const TRAIN = SPLIT_PARTS.indexOf('train');
const TEST = SPLIT_PARTS.indexOf('test_warm');

/** Users who bought two neighbours of a ring of products each, the second one left out. */
function split(inputHash: string, part = TEST): WorkspaceData {
  const numUsers = 12;
  const users = Uint32Array.from({ length: 2 * numUsers }, (_, i) => i >> 1);
  return {
    split: {
      ...{ dataset: 'ring', split: 's', inputHash, numUsers, numProducts: numUsers },
      userIndex: users,
      productIndex: users.map((user, i) => (user + (i % 2)) % numUsers),
      part: Uint8Array.from(users, (_, i) => (i % 2 === 0 ? TRAIN : part)),
    },
  } as unknown as WorkspaceData;
}

describe('pairs that are drawn', () => {
  const draw = { maxPairs: 8, seed: 1 };

  it('are the same for everybody on a split', () => {
    const pairs = new DrawnPairs();
    const first = pairs.of(split('a'), draw, silentProgress);
    expect(pairs.of(split('a'), draw, silentProgress)).to.equal(first);
    expect(new DrawnPairs().of(split('a'), draw, silentProgress)).to.deep.equal(first);
  });

  it('are others on another split, with another seed and in another number', () => {
    const pairs = new DrawnPairs();
    const first = pairs.of(split('a'), draw, silentProgress);
    expect(pairs.of(split('b'), draw, silentProgress)).not.to.equal(first);
    expect(pairs.of(split('b'), { ...draw, seed: 2 }, silentProgress)).not.to.deep.equal(first);
    const fewer = pairs.of(split('b'), { ...draw, maxPairs: 4 }, silentProgress);
    expect(fewer.tests[0]!.related).to.have.length(4);
  });

  it('need a test part that relates products', () => {
    const withoutTest = () => new DrawnPairs().of(split('a', TRAIN), draw, silentProgress);
    expect(withoutTest).to.throw(InputDataError, 'relates no two products');
  });
});
