import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeInput } from '../../support/feature-files.js';
import { ingest, type BadCase, type Place } from './bad-case.js';

/** A case about a file of ratings with this name and content. */
const ratings = (
  title: string,
  name: string,
  content: string | Uint8Array,
  says: (string | RegExp)[],
  flags: Record<string, string | undefined> = {},
): BadCase => ({
  title: `ratings: ${title}`,
  state: 'none',
  make: (place) =>
    ingest(place, { '--ratings': writeInput(place.folder, name, content), ...flags }),
  exit: 3,
  says: [name, ...says],
});

const TABLE = { '--ratings-format': 'table', '--columns': 'user=u,product=p,timestamp=t' };
const withReal = (place: Place): Buffer => readFileSync(join(place.raw, 'ratings.csv'));

export const BAD_RATINGS: BadCase[] = [
  ratings('a line with too few fields', 'r.csv', 'u1,p1,5.0,1400000000\nu1,p2\n', ['line 2']),
  ratings('a rating that is no number', 'r.csv', 'u1,p1,5.0,1400000000\nu1,p2,good,1\n', [
    'line 2',
    'good',
  ]),
  ratings('a time that is none', 'r.csv', 'u1,p1,5.0,yesterday\n', ['line 1', 'yesterday']),
  ratings('an id that is empty', 'r.csv', 'u1,p1,5.0,1400000000\n,p2,5.0,1400000000\n', ['line 2']),
  ratings('an empty file', 'r.csv', '', [/empty|no ratings/]),
  ratings('nothing but a header', 'r.csv', 'u,p,t\n', [/no ratings|no rows|header/], TABLE),
  ratings('a missing column', 'r.csv', 'u,item,t\na,b,1400000000\n', ['"p"', 'item'], TABLE),
  ratings('a quote that never ends', 'r.csv', 'u,p,t\na,b,1\n"c,d,1\ne,f,1\n', ['line 3'], TABLE),
  ratings(
    'a line that is no JSON',
    'r.jsonl',
    '{"u":"a","p":"b","t":1400000000}\n{"u":"a",\n',
    ['line 2'],
    TABLE,
  ),
  ratings('bytes that are no text', 'r.csv', Buffer.from([0x50, 0, 1, 2, 255, 254, 3]), ['byte 1']),
  ratings(
    'bytes that are not UTF-8',
    'r.csv',
    Buffer.from('u1,p\xff1,5.0,1400000000\n', 'latin1'),
    ['line 1', 'UTF-8'],
  ),
  ratings('a Parquet file that is none', 'r.parquet', 'PAR1 but not really', [], TABLE),
  {
    title: 'ratings: a gzip file that is cut short',
    state: 'none',
    make: (place) => {
      const packed = gzipSync(withReal(place));
      const cut = packed.subarray(0, packed.length - 2000);
      return ingest(place, { '--ratings': writeInput(place.folder, 'ratings.csv.gz', cut) });
    },
    exit: 3,
    says: ['ratings.csv.gz', /cut short|damaged|gzip/],
  },
  {
    title: 'ratings: a file that is not there',
    state: 'none',
    make: (place) => ingest(place, { '--ratings': join(place.folder, 'absent.csv') }),
    exit: 3,
    says: ['absent.csv', 'no such file'],
  },
  {
    title: 'ratings: a folder',
    state: 'none',
    make: (place) => ingest(place, { '--ratings': place.raw }),
    exit: 3,
    says: ['raw', 'folder'],
  },
  {
    title: 'ratings: nobody with enough products',
    state: 'none',
    make: (place) => ingest(place, { '--min-products': '5000' }),
    exit: 3,
    says: ['--min-products'],
  },
  {
    title: 'ratings: products without feature where all are required',
    state: 'none',
    make: (place) => {
      const text = `${withReal(place).toString()}A1907WIL4GFC0K,B0UNKNOWN1,5.0,1400000000\n`;
      const path = writeInput(place.folder, 'r.csv', text);
      return [...ingest(place, { '--ratings': path }), '--require-features'];
    },
    exit: 3,
    says: ['B0UNKNOWN1'],
  },
  {
    title: 'ratings: no product with a feature',
    state: 'none',
    make: (place) => {
      const text = 'u1,x1,5.0,1400000000\nu1,x2,5.0,1400000000\n';
      return ingest(place, { '--ratings': writeInput(place.folder, 'r.csv', text) });
    },
    exit: 3,
    says: [/feature/],
  },
  {
    title: 'ratings: a table whose columns nobody named',
    state: 'none',
    make: (place) => ingest(place, { '--ratings-format': 'table' }),
    exit: 2,
    says: ['--columns'],
  },
  {
    title: 'ratings: a column role that does not exist',
    state: 'none',
    make: (place) => ingest(place, { '--ratings-format': 'table', '--columns': 'customer=u' }),
    exit: 2,
    says: ['--columns', 'customer'],
  },
];
