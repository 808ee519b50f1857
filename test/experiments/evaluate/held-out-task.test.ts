import { expect } from 'chai';
import type { DatasetRecord } from '../../../src/catalog/datasets.js';
import { memoryTable } from '../../../src/evaluation/vector-table.js';
import { testTask } from '../../../src/experiments/evaluate/held-out-task.js';
import type { WorkspaceData } from '../../../src/experiments/runs/workspace-data.js';
import { SPLIT_PARTS, type SplitPart } from '../../../src/splitting/parts.js';
import { pairsOf, productLists } from '../../../src/splitting/views.js';
import { validationTask } from '../../support/validation-task.js';

/** Nobody rated product 2; product 4 and 5 have no training edge. */
const RATINGS: [user: number, product: number, part: SplitPart][] = [
  [0, 0, 'train'],
  [0, 1, 'test_warm'],
  [0, 4, 'removed'],
  [1, 0, 'validation_warm'],
  [1, 1, 'train'],
  [1, 4, 'test_cold'],
  [2, 3, 'train'],
  [2, 5, 'validation_cold'],
];

function workspaceData(): WorkspaceData {
  const split = {
    ...{ dataset: 'shop', split: 'default', seed: 1, inputHash: '', numUsers: 3, numProducts: 6 },
    userIndex: Uint32Array.from(RATINGS, ([user]) => user),
    productIndex: Uint32Array.from(RATINGS, ([, product]) => product),
    rating: new Float32Array(RATINGS.length),
    part: Uint8Array.from(RATINGS, ([, , part]) => SPLIT_PARTS.indexOf(part)),
  };
  const train = pairsOf(split, ['train']);
  const dataset = {} as DatasetRecord;
  return { dataset, split, featuresPath: '', train, trainProducts: productLists(train, 3) };
}

const lists = ({ offsets, products }: { offsets: Uint32Array; products: Uint32Array }) =>
  Array.from({ length: offsets.length - 1 }, (_, u) => [
    ...products.subarray(offsets[u], offsets[u + 1]),
  ]);

/** One number for each product of the data set: its index. */
const TABLE = memoryTable(Float32Array.from([0, 1, 2, 3, 4, 5]), 1);

describe('the test task', () => {
  const task = testTask(workspaceData());

  it('ranks among products that somebody rated', async () => {
    const candidates = task.candidates(TABLE);
    expect(candidates.rows).to.equal(5);
    expect([...(await candidates.read(0, 5))]).to.deep.equal([0, 1, 3, 4, 5]);
    expect([...task.groups]).to.deep.equal([0, 0, 0, 1, 1]);
  });

  it('holds the test pairs, counted among the candidates', () => {
    expect([...task.pairs.userIndex]).to.deep.equal([0, 1]);
    expect([...task.pairs.productIndex]).to.deep.equal([1, 3]);
    expect([...task.productIndex]).to.deep.equal([1, 4]);
    expect(task.parts).to.deep.equal(['warm', 'cold']);
  });

  it("takes everything that a user rated for the user's own", () => {
    expect(lists(task.owned)).to.deep.equal([
      [0, 1, 3],
      [0, 1, 3],
      [2, 4],
    ]);
  });
});

describe('the validation task', () => {
  const task = validationTask(workspaceData());

  it('ranks among all products, as the trainer does', () => {
    expect(task.candidates(TABLE).rows).to.equal(6);
    expect([...task.groups]).to.deep.equal([0, 0, 1, 0, 1, 1]);
  });

  it('keeps test pairs out of sight', () => {
    expect([...task.productIndex]).to.deep.equal([0, 5]);
    expect(task.parts).to.deep.equal(['warm', 'cold']);
    expect(lists(task.owned)).to.deep.equal([[0], [0, 1], [3, 5]]);
  });
});
