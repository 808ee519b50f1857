import { expect } from 'chai';
import { UsageError } from '../../src/errors.js';
import { seedsFlag } from '../../src/flags/flags.js';
import { rejection } from '../support/rejection.js';

const parse = (input: string): Promise<readonly number[] | undefined> =>
  seedsFlag().parse(input, {} as never, {} as never);

describe('--seeds', () => {
  it('is a list of seeds and of ranges with both ends', async () => {
    expect(await parse('3')).to.deep.equal([3]);
    expect(await parse('5, 1')).to.deep.equal([5, 1]);
    expect(await parse('0,7-9,4294967295')).to.deep.equal([0, 7, 8, 9, 4_294_967_295]);
    expect(await parse('2-2')).to.deep.equal([2]);
  });

  it('says what is wrong with the whole of it', async () => {
    const why = async (input: string) => (await rejection(parse(input), UsageError)).message;
    expect(await why('1,,2'))
      .to.include('"1,,2"')
      .and.include('"" is neither');
    expect(await why('5-1')).to.include('5 comes after 1');
    expect(await why('1-600,1001-1600')).to.include('more than 1000');
  });

  for (const input of [
    '',
    '1,',
    'x',
    '1.5',
    '-1',
    '1-',
    '3-1',
    '1-2-3',
    '1,1',
    '1-3,2',
    '1-1001',
  ]) {
    it(`is not ${JSON.stringify(input)}`, async () => {
      expect((await rejection(parse(input), UsageError)).message).to.contain('--seeds "');
    });
  }
});
