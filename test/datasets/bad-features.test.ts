import { expect } from 'chai';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { Database } from '../../src/catalog/database.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { InputDataError, UsageError, VasgError } from '../../src/errors.js';
import { silentProgress } from '../../src/progress/progress.js';
import type { FeaturesInput } from '../../src/sources/features.js';
import {
  imageFeatureBytes,
  plainVectors,
  writeInput,
  writeNpyFeatures,
} from '../support/feature-files.js';
import { rejection } from '../support/rejection.js';
import { listing, shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

const vectors = plainVectors(6);
const good = imageFeatureBytes(vectors);
const changed = (row: number, vector: number[]) =>
  vectors.map((entry, i): [string, readonly number[]] =>
    i === row ? [entry[0], vector] : [...entry],
  );

const IMAGE_CASES: { what: string; content: Uint8Array; dim?: number; message: RegExp }[] = [
  {
    what: 'a record cut short',
    content: good.subarray(0, -5),
    dim: 3,
    message: /cut short at byte 127: record 6 begins at byte 110 and has 17 of 22 bytes/,
  },
  { what: 'the wrong length', content: good, dim: 4, message: /cut short at byte 132: record 6/ },
  {
    what: 'a short file cut short',
    content: good.subarray(0, -5),
    message: /cut short at byte 127: record 6 begins at byte 110/,
  },
  {
    what: 'no length that fits',
    content: Buffer.from('no features '.repeat(20)),
    message: /no vector length makes its 240 bytes whole records/,
  },
  {
    what: 'a long file cut short',
    content: imageFeatureBytes(plainVectors(2, 4096)).subarray(0, -7),
    message: /record 2 begins at byte 16394 and has 16387 of 16394/,
  },
  {
    what: 'an id of blanks',
    content: imageFeatureBytes([
      ['p0', [1, 2, 3]],
      ['', [1, 2, 3]],
    ]),
    dim: 3,
    message: /record 2 \(byte 22\): its id is/,
  },
  {
    what: 'an id that is not ASCII',
    content: imageFeatureBytes([['p\xe9', [1, 2, 3]]]),
    dim: 3,
    message: /record 1 \(byte 0\): its id/,
  },
  {
    what: 'NaN',
    content: imageFeatureBytes(changed(2, [1, NaN, 3])),
    message: /record 3 \(byte 44\): the feature of product "p2" is NaN in dimension 1/,
  },
  {
    what: 'infinity',
    content: imageFeatureBytes(changed(5, [1, 1, -Infinity])),
    message: /"p5" is -Infinity in dimension 2/,
  },
  {
    what: 'a number that no training bears',
    content: imageFeatureBytes(changed(1, [1, 2, -3.4e38])),
    message:
      /record 2 \(byte 22\): the feature of product "p1" is -3\.\d+e\+38 in dimension 2; at most 1e15/,
  },
  {
    what: 'a number just too large',
    content: imageFeatureBytes(changed(1, [1e15, -1e15, 1.001e15])),
    message: /"p1" is 100\d+ in dimension 2; at most 1e15/,
  },
  {
    what: 'two vectors for one id',
    content: imageFeatureBytes([...vectors, ['p1', [9, 9, 9]]]),
    message:
      /product "p1" has two different vectors: record 2 \(byte 22\) and record 7 \(byte 132\)/,
  },
  { what: 'gzip packing', content: gzipSync(good), message: /packed with gzip/ },
  { what: 'nothing in it', content: new Uint8Array(), message: /is empty/ },
  {
    what: 'text in it',
    content: Buffer.from('user,item\n'.repeat(7)),
    dim: 4096,
    message: /cut short/,
  },
  {
    what: 'other products only',
    content: imageFeatureBytes([
      ['x1', [1, 2, 3]],
      ['x2', [1, 2, 3]],
    ]),
    message: /none of the 6 rated products has a feature \(e\.g\. p0, p1/,
  },
];

describe('ingest refuses features with', () => {
  for (const { what, content, dim, message } of IMAGE_CASES) {
    it(what, async () => {
      const path = writeInput(temporaryFolder(), 'image_features.b', content);
      const error = await refusal({ path, dim });
      expect(error).to.be.instanceOf(InputDataError);
      expect(error.message).to.match(message);
    });
  }

  const ID_CASES: [string, string, RegExp][] = [
    ['fewer ids than rows', 'p0\np1\n', /has 2 ids, but .* has 6 rows/],
    ['more ids than rows', 'p0\np1\np2\np3\np4\np5\np6\n', /has 7 ids/],
    ['an id twice', 'p0\np1\np2\np1\np4\np5\n', /ids\.txt, line 4: id "p1" is also on line 2/],
    ['an empty line among the ids', 'p0\n\np2\np3\np4\np5\n', /ids\.txt, line 2: it is empty/],
    ['UTF-16 ids', '\ufeff', /UTF-16/],
  ];
  for (const [what, ids, message] of ID_CASES) {
    it(what, async () => {
      const folder = temporaryFolder();
      const { path } = writeNpyFeatures(folder, vectors);
      const content = ids === '\ufeff' ? Buffer.from('\ufeffp0\n', 'utf16le') : ids;
      const idsPath = writeInput(folder, 'ids.txt', content);
      expect((await refusal({ path, idsPath })).message).to.match(message);
    });
  }

  const PARQUET_CASES: [string, string, RegExp][] = [
    ['another type', "SELECT 'p0' AS id, 1.5 AS f", /column "f" is of type DECIMAL/],
    ['no such column', "SELECT 'p0' AS id, [1.0] AS g", /no column "f"; it has: id, g/],
    [
      'vectors of two lengths',
      "VALUES ('p0', [1.0::FLOAT]), ('p1', [1.0::FLOAT, 2])",
      /row 2 has a vector of length 2; other rows have 1/,
    ],
    ['a missing vector', "VALUES ('p0', [1.0::FLOAT]), ('p1', NULL)", /row 2 has no vector/],
    [
      'a missing number',
      "SELECT 'p' || i AS id, [CASE WHEN i = 1 THEN NULL ELSE 1.5 END::FLOAT] AS f FROM range(6) t(i)",
      /row 2: the feature of product "p1" is NaN in dimension 0/,
    ],
    ['a missing id', "VALUES ('p0', [1.0::FLOAT]), (NULL, [1.0::FLOAT])", /row 2 has no id/],
    ['no rows', "SELECT 'p0' AS id, [1.0::FLOAT] AS f WHERE false", /no feature vectors/],
  ];
  for (const [what, sql, message] of PARQUET_CASES) {
    it(`${what} in Parquet`, async () => {
      const path = `${temporaryFolder()}/features.parquet`;
      const database = await Database.open(':memory:');
      const named = sql.startsWith('VALUES') ? `FROM (${sql}) t(id, f)` : sql;
      await database.run(`COPY (${named}) TO '${path}'`);
      database.close();
      const error = await refusal({ path, columns: { id: 'id', feature: 'f' } });
      expect(error.message).to.match(message);
    });
  }

  it('settings that contradict each other', async () => {
    const path = writeInput(temporaryFolder(), 'image_features.b', good);
    const npy = writeNpyFeatures(temporaryFolder(), vectors).path;
    const inputs: FeaturesInput[] = [
      { path, idsPath: path },
      { path, columns: { id: 'a', feature: 'b' } },
      { path: npy },
      { path: npy, dim: 3, idsPath: path },
      { path: writeInput(temporaryFolder(), 'features.bin', good) },
    ];
    for (const input of inputs) expect(await refusal(input)).to.be.instanceOf(UsageError);
  });

  it('a cut at any byte or random bytes, always with an expected error', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.integer({ min: 0, max: good.length - 1 }).map((end) => good.subarray(0, end)),
        ),
        async (bytes) => {
          const path = writeInput(temporaryFolder(), 'image_features.b', bytes);
          const fits = bytes.length > 0 && bytes.length % 22 === 0;
          if (!fits) expect(await refusal({ path, dim: 3 })).to.be.instanceOf(InputDataError);
        },
      ),
      { numRuns: 60 },
    )).timeout(60_000);
});

/** The error of an ingest that must fail; also asserts that the workspace is as it was. */
async function refusal(features: FeaturesInput): Promise<VasgError> {
  const workspace = temporaryFolder();
  const before = listing(workspace);
  const attempt = ingest(shopInput({ features }), { workspace, progress: silentProgress });
  const error = await rejection(attempt, VasgError as never);
  expect(listing(workspace)).to.deep.equal(before);
  return error as VasgError;
}
