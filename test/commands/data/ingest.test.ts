import { expect } from 'chai';
import DataDescribe, { type DataDescribeResult } from '../../../src/commands/data/describe.js';
import DataIngest, { type DataIngestResult } from '../../../src/commands/data/ingest.js';
import DataSplit, { type DataSplitResult } from '../../../src/commands/data/split.js';
import { runCommand } from '../../support/run-command.js';
import { writeNpyFeatures, plainVectors, writeInput } from '../../support/feature-files.js';
import { gridRatings, listing, shopInput } from '../../support/small-shop.js';
import { temporaryFolder } from '../../support/workspace.js';

const shopFlags = (): string[] => {
  const { ratings, features } = shopInput();
  return [
    ...['--dataset', 'shop', '--ratings', ratings.path, '--ratings-format', 'amazon-2014'],
    ...['--features', features.path],
  ];
};

describe('data ingest', () => {
  it('loads a data set and says what it did', async () => {
    const workspace = temporaryFolder();
    const { stdout, error } = await runCommand<DataIngestResult>(
      DataIngest,
      shopFlags(),
      workspace,
    );
    expect(error).to.equal(undefined);
    expect(stdout).to.include('3 users, 6 products, 18 ratings, 3 numbers per feature');
    const again = await runCommand<DataIngestResult>(DataIngest, shopFlags(), workspace);
    expect(again.stdout).to.include('nothing to do');
  });

  it('reads tables with named columns, and prints JSON', async () => {
    const folder = temporaryFolder();
    const { path, idsPath } = writeNpyFeatures(folder, plainVectors(6));
    const csv = `user_id,item_id,rating,timestamp\n${gridRatings(3, 6)}lonely,p1,,\n`;
    const { stdout } = await runCommand<DataIngestResult>(
      DataIngest,
      [
        ...[
          '--dataset',
          'shop',
          '--ratings',
          writeInput(folder, 'r.csv', csv),
          '--ratings-format',
          'table',
        ],
        ...['--columns', 'user=user_id,product=item_id,rating=rating,timestamp=timestamp'],
        ...['--features', path, '--feature-ids', idsPath, '--json'],
      ],
      temporaryFolder(),
    );
    const printed = JSON.parse(stdout) as DataIngestResult;
    expect(printed.dataset).to.include({ name: 'shop', numUsers: 3, numProducts: 6 });
    expect(printed.report.users).to.deep.equal({
      read: 4,
      outsideCategory: 0,
      belowMinimum: 1,
      kept: 3,
    });
  });

  it('exits with 3 and names file and line for malformed ratings', async () => {
    const workspace = temporaryFolder();
    const path = writeInput(temporaryFolder(), 'bad.csv', 'u,p,5,1\nu,p\n');
    const flags = shopFlags();
    flags[flags.indexOf('--ratings') + 1] = path;
    const { error } = await runCommand(DataIngest, flags, workspace);
    expect(error?.oclif?.exit).to.equal(3);
    expect(error?.message).to.include(`${path}, line 2: expected 4 fields, found 2`);
    expect(listing(workspace)).to.deep.equal([]);
    const json = await runCommand(DataIngest, [...flags, '--json'], workspace);
    expect(JSON.parse(json.stdout)).to.have.nested.property('error.exitCode', 3);
  });

  const WRONG_FLAGS: [string, string[], RegExp][] = [
    ['a bad name', ['--dataset', 'Shop!'], /no valid name/],
    ['an unknown format', ['--ratings-format', 'amazon-1999'], /amazon-2014-reviews/],
    [
      'columns without product',
      ['--ratings-format', 'table', '--columns', 'user=u'],
      /--columns lacks product/,
    ],
    [
      'columns of unknown meaning',
      ['--ratings-format', 'table', '--columns', 'user=u,item=i'],
      /"item=i"/,
    ],
    [
      'columns given twice',
      ['--ratings-format', 'table', '--columns', 'user=u,user=i,product=p'],
      /"user=i"/,
    ],
    ['a table without columns', ['--ratings-format', 'table'], /needs --columns/],
    ['a minimum of zero', ['--min-products', '0'], /greater than or equal to 1/],
    ['ids for .b features', ['--feature-ids', 'x.txt'], /no such file/],
  ];
  for (const [what, extra, message] of WRONG_FLAGS) {
    it(`refuses ${what}`, async () => {
      const flags = shopFlags();
      for (let i = 0; i < extra.length; i += 2) {
        const at = flags.indexOf(extra[i]!);
        if (at >= 0) flags[at + 1] = extra[i + 1]!;
        else flags.push(extra[i]!, extra[i + 1]!);
      }
      const workspace = temporaryFolder();
      const { error } = await runCommand(DataIngest, flags, workspace);
      expect(error?.message).to.match(message);
      expect(error?.oclif?.exit).to.be.oneOf([2, 3]);
      expect(listing(workspace)).to.deep.equal([]);
    });
  }
});

describe('data split and data describe', () => {
  it('split, then tell of it', async () => {
    const workspace = temporaryFolder();
    await runCommand(DataIngest, shopFlags(), workspace);
    const split = await runCommand<DataSplitResult>(
      DataSplit,
      ['--dataset', 'shop', '--seed', '2', '--cold-share', '0.3'],
      workspace,
    );
    expect(split.stdout).to.include('Leak checks: 8 passed').and.include('test_cold');
    expect(split.result?.split).to.include({ seed: 2, coldShare: 0.3, validationShare: 0.1 });
    const again = await runCommand(
      DataSplit,
      ['-d', 'shop', '--seed', '2', '--cold-share', '0.3'],
      workspace,
    );
    expect(again.stdout).to.include('Nothing to do');
    const other = await runCommand(DataSplit, ['-d', 'shop'], workspace);
    expect(other.error?.oclif?.exit).to.equal(2);

    const described = await runCommand<DataDescribeResult>(DataDescribe, ['-d', 'shop'], workspace);
    expect(described.stdout).to.include('100.0000 %').and.include('Leak checks: 8 passed');
    const json = await runCommand(
      DataDescribe,
      ['-d', 'shop', '--split', 'default', '--json'],
      workspace,
    );
    const printed = JSON.parse(json.stdout) as DataDescribeResult;
    expect(printed.ratingsPerUser).to.deep.include({ min: 6, median: 6, max: 6, mean: 6 });
    expect(printed.splits[0]?.parts.map(({ part }) => part)).to.include('removed');
  });

  it('say what is missing', async () => {
    const workspace = temporaryFolder();
    for (const command of [DataSplit, DataDescribe]) {
      const { error } = await runCommand(command, ['--dataset', 'shop'], workspace);
      expect(error?.oclif?.exit).to.equal(4);
    }
    expect(listing(workspace)).to.deep.equal([]);
  });

  it('refuse a share that is none', async () => {
    for (const share of ['1.1', '-1', 'half', '']) {
      const { error } = await runCommand(
        DataSplit,
        ['-d', 'shop', `--cold-share=${share}`],
        temporaryFolder(),
      );
      expect(error?.oclif?.exit, share).to.equal(2);
    }
  });
});
