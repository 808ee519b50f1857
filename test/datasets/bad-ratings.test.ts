import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { InputDataError, UsageError, VasgError } from '../../src/errors.js';
import { silentProgress } from '../../src/progress/progress.js';
import type { RatingsInput } from '../../src/sources/ratings.js';
import { writeInput } from '../support/feature-files.js';
import { rejection } from '../support/rejection.js';
import { gridRatings, listing, shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

const TABLE = { user: 'user', product: 'item', rating: 'stars', timestamp: 'time' };
const HEADER = 'user,item,stars,time\n';
const good = gridRatings(3, 6);

interface Case {
  what: string;
  name: string;
  content: string | Uint8Array;
  /** Default: amazon-2014. */
  input?: Partial<RatingsInput>;
  message: RegExp;
}

const table: Partial<RatingsInput> = { format: 'table', columns: TABLE };
const reviews: Partial<RatingsInput> = { format: 'amazon-2014-reviews' };
const review = (fields: object): string =>
  `${JSON.stringify({ reviewerID: 'u', asin: 'p0', overall: 5, unixReviewTime: 1400000000, ...fields })}\n`;

const CASES: Case[] = [
  {
    what: 'too few fields',
    name: 'r.csv',
    content: `${good}u9,p1\n`,
    message: /r\.csv, line 19: expected 4 fields, found 2/,
  },
  {
    what: 'too many fields',
    name: 'r.csv',
    content: `a,b,1,2,3\n${good}`,
    message: /line 1: expected 4 fields, found 5/,
  },
  {
    what: 'an empty user id',
    name: 'r.csv',
    content: `${good},p1,5,1\n`,
    message: /line 19: the user id \("user"\) is empty/,
  },
  {
    what: 'a user id of spaces',
    name: 'r.csv',
    content: `${good}  ,p1,5,1\n`,
    message: /line 19: the user id \("user"\) is empty, blank/,
  },
  {
    what: 'a user id of a tab',
    name: 'r.csv',
    content: `${good}\t,p1,5,1\n`,
    message: /line 19: the user id \("user"\) is empty, blank/,
  },
  {
    what: 'a product id of a control character and a wide space',
    name: 'r.csv',
    content: `u1,\u007f\u3000,5,1\n`,
    message: /line 1: the product id/,
  },
  {
    what: 'a product id of spaces',
    name: 'r.csv',
    content: `u1," ",5,1\n`,
    message: /line 1: the product id/,
  },
  {
    what: 'a rating beyond float32',
    name: 'r.csv',
    content: `u1,p1,-1e300,1\n`,
    message: /line 1: rating "-1e300" is too large for float32/,
  },
  {
    what: 'an empty quoted product id',
    name: 'r.csv',
    content: `"u\n1",p1,5,1\nu1,"",5,1\n`,
    message: /line 3: the product id/,
  },
  {
    what: 'a zero byte in an id',
    name: 'r.csv',
    content: `${'u1,p1,5,1\n'.repeat(200_000)}u\0,p1,5,1\n`,
    message: /line 200001: the user id/,
  },
  {
    what: 'a rating in words',
    name: 'r.csv',
    content: `\n\nu1,p1,5,1\n\nu1,p2,good,1\n`,
    message: /line 5: rating "good" is not a finite number/,
  },
  {
    what: 'a rating of NaN',
    name: 'r.csv',
    content: `u1,p1,nan,1\n`,
    message: /line 1: rating "nan"/,
  },
  {
    what: 'an infinite rating',
    name: 'r.csv',
    content: `u1,p1,1e999,1\n`,
    message: /line 1: rating "1e999"/,
  },
  {
    what: 'a time in words',
    name: 'r.csv',
    content: `u1,p1,1,yesterday\n`,
    message: /line 1: timestamp "yesterday"/,
  },
  {
    what: 'a time in microseconds',
    name: 'r.csv',
    content: `u1,p1,1,1400000000000000\n`,
    message: /timestamp "1400000000000000"/,
  },
  {
    what: 'an infinite time',
    name: 'r.csv',
    content: `u1,p1,1,infinity\n`,
    message: /timestamp "infinity"/,
  },
  {
    what: 'several faults',
    name: 'r.csv',
    content: `u1,p1,x,1\nu1,p2,y,1\n`,
    message: /line 1: .*1 more records/,
  },
  {
    what: 'a quote that never ends',
    name: 'r.csv',
    content: `u1,p1,1,1\n"u2,p1,1,1\n`,
    message: /line 2: .*quote/,
  },
  {
    what: 'text after a quote',
    name: 'r.csv',
    content: `u1,p1,1,1\n"u2"x,p1,1,1\n`,
    message: /line 2: .*quote/,
  },
  {
    what: 'mixed line ends',
    name: 'r.csv',
    content: `u1,p1,1,1\r\nu2,p1,1,1\nu3,p1,1,1\r\n`,
    message: /line 2: .*LF.*CRLF/,
  },
  {
    what: 'Latin-1',
    name: 'r.csv',
    content: Buffer.from('u1,p1,1,1\nu\xe9,p1,1,1\n', 'latin1'),
    message: /line 2: .*not UTF-8/,
  },
  {
    what: 'UTF-16',
    name: 'r.csv',
    content: Buffer.from('\ufeffu1,p1,1,1\n', 'utf16le'),
    message: /UTF-16 text, not UTF-8/,
  },
  {
    what: 'binary garbage',
    name: 'r.csv',
    content: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2]),
    message: /byte 4 is zero/,
  },
  { what: 'an empty file', name: 'r.csv', content: '', message: /r\.csv is empty/ },
  { what: 'blank lines only', name: 'r.csv', content: '\n\n', message: /holds no ratings/ },
  {
    what: 'a header where none belongs',
    name: 'r.csv',
    content: `${HEADER}${good}`,
    message: /line 1: rating "stars"/,
  },
  {
    what: 'a gzip file cut short',
    name: 'r.csv.gz',
    content: gzipSync(good).subarray(0, 60),
    message: /gzip data is damaged or cut short/,
  },
  {
    what: 'a gzip file without its end',
    name: 'r.csv.gz',
    content: gzipSync(good).subarray(0, -8),
    message: /cut short/,
  },
  {
    what: 'a damaged gzip file',
    name: 'r.csv.gz',
    content: gzipSync(good).fill(0x55, 30, 40),
    message: /damaged/,
  },
  { what: 'no gzip at all', name: 'r.csv.gz', content: good, message: /incorrect header check/ },
  { what: 'an empty gzip name', name: 'r.csv.gz', content: '', message: /is empty/ },
  {
    what: 'a header only',
    name: 't.csv',
    content: HEADER,
    input: table,
    message: /holds no ratings/,
  },
  {
    what: 'a column that is not there',
    name: 't.csv',
    content: 'user,product\nu,p\n',
    input: table,
    message: /line 1: there is no column "item"; its header has: user, product/,
  },
  {
    what: 'a column that is there twice',
    name: 't.csv',
    content: 'user,item,item,stars,time\n',
    input: table,
    message: /column "item" appears twice/,
  },
  {
    what: 'a short row under a header',
    name: 't.csv',
    content: `${HEADER}u1,p1,1,1\nu1\n`,
    input: table,
    message: /line 3: expected 4 fields, found 1/,
  },
  {
    what: 'a bad value under a header',
    name: 't.csv',
    content: `\ufeff${HEADER}u1,p1,1,1\n\n"a\nb",p1,x,1\n`,
    input: table,
    message: /line 4: rating "x"/,
  },
  {
    what: 'commas in a TSV',
    name: 't.tsv',
    content: HEADER,
    input: table,
    message: /no column "user"; its header has: user,item/,
  },
  {
    what: 'a line that is no JSON',
    name: 'j.json',
    content: `${review({})}{bad\n`,
    input: reviews,
    message: /j\.json, line 2: it is no JSON object/,
  },
  {
    what: 'a Python literal',
    name: 'j.json',
    content: `${review({})}\n{'reviewerID': 'u'}\n`,
    input: reviews,
    message: /line 3: it is no JSON object/,
  },
  {
    what: 'a JSON array',
    name: 'j.json',
    content: `[1, 2]\n`,
    input: reviews,
    message: /line 1: it is no JSON object/,
  },
  {
    what: 'a review without user',
    name: 'j.json',
    content: `\n${review({ reviewerID: undefined })}`,
    input: reviews,
    message: /line 2: the user id \("reviewerID"\)/,
  },
  {
    what: 'a review with null for product',
    name: 'j.json',
    content: review({ asin: null }),
    input: reviews,
    message: /line 1: the product id \("asin"\)/,
  },
  {
    what: 'a review with a bad rating',
    name: 'j.json',
    content: review({}) + review({ overall: 'NaN' }),
    input: reviews,
    message: /line 2: rating "NaN"/,
  },
  {
    what: 'a control character in JSON',
    name: 'j.json',
    content: '{"reviewerID":"a\x1fb"}\n',
    input: reviews,
    message: /line 1: it is no JSON object/,
  },
  {
    what: 'JSON in Latin-1',
    name: 'j.json',
    content: Buffer.from('{"a":"b"}\n{"a":"\xe9"}\n', 'latin1'),
    input: reviews,
    message: /line 2: .*not UTF-8/,
  },
  {
    what: 'a packed review file cut short',
    name: 'j.json.gz',
    content: gzipSync(review({}).repeat(50)).subarray(0, 50),
    input: reviews,
    message: /cut short/,
  },
  {
    what: 'garbage named Parquet',
    name: 't.parquet',
    content: 'PAR1 garbage PAR1',
    input: table,
    message: /as Parquet/,
  },
  {
    what: 'an empty Parquet file',
    name: 't.parquet',
    content: '',
    input: table,
    message: /as Parquet/,
  },
];

describe('ingest refuses ratings with', () => {
  it('a path that stands for several files', async () => {
    const folder = temporaryFolder();
    writeInput(folder, 'ab.csv', good);
    const path = writeInput(folder, 'a*.csv', good);
    expect((await refusal({ path, format: 'amazon-2014' })).message).to.include('"*" in a path');
  });

  for (const { what, name, content, input, message } of CASES) {
    it(what, async () => {
      const path = writeInput(temporaryFolder(), name, content);
      const error = await refusal({ path, format: 'amazon-2014', ...input });
      expect(error).to.be.instanceOf(InputDataError);
      expect(error.exitCode).to.equal(3);
      expect(error.message).to.match(message).and.include(path);
    });
  }

  it('a missing file, or a folder in its place', async () => {
    const folder = temporaryFolder();
    for (const path of [folder, `${folder}/none.csv`, `${folder}/none.csv/x`]) {
      const error = await refusal({ path, format: 'amazon-2014' });
      expect(error).to.be.instanceOf(InputDataError);
      expect(error.message).to.include(path);
    }
  });

  it('settings that contradict each other', async () => {
    const path = writeInput(temporaryFolder(), 'ratings.dat', good);
    const inputs: RatingsInput[] = [
      { path, format: 'table' },
      { path, format: 'table', columns: TABLE },
      { path, format: 'amazon-2014', columns: TABLE },
      { path, format: 'amazon-2014', fileType: 'csv' },
    ];
    for (const input of inputs) expect(await refusal(input)).to.be.instanceOf(UsageError);
  });

  it('random bytes, always with an expected error', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 60 }),
        fc.constantFrom<RatingsInput['format']>('amazon-2014', 'amazon-2014-reviews'),
        async (bytes, format) => {
          const path = writeInput(temporaryFolder(), 'random.csv', bytes);
          expect(await refusal({ path, format })).to.be.instanceOf(InputDataError);
        },
      ),
      { numRuns: 40 },
    )).timeout(60_000);
});

/** The error of an ingest that must fail; also asserts that the workspace is as it was. */
async function refusal(ratings: RatingsInput): Promise<VasgError> {
  const workspace = temporaryFolder();
  const before = listing(workspace);
  const attempt = ingest(shopInput({ ratings }), { workspace, progress: silentProgress });
  const error = await rejection(attempt, VasgError as never);
  expect(listing(workspace)).to.deep.equal(before);
  return error as VasgError;
}
