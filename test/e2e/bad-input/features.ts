import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatNpyHeader } from '../../../src/sources/npy-header.js';
import { writeInput } from '../../support/feature-files.js';
import { ingest, type BadCase, type Place } from './bad-case.js';

const ID_BYTES = 10;
const RECORD_BYTES = ID_BYTES + 64 * 4;

/** A case about the shop's own features after some damage. */
const features = (
  title: string,
  damage: (bytes: Buffer) => Uint8Array,
  says: (string | RegExp)[],
  flags: Record<string, string> = {},
): BadCase => ({
  title: `features: ${title}`,
  state: 'none',
  make: (place) => {
    const bytes = damage(readFileSync(join(place.raw, 'image_features.b')));
    const path = writeInput(place.folder, 'broken.b', bytes);
    return ingest(place, { '--features': path, ...flags });
  },
  exit: 3,
  says: ['broken.b', ...says],
});

/** A case about a `.npy` matrix of 3 x 2 and its ids. */
const npy = (
  title: string,
  header: Uint8Array,
  data: Uint8Array,
  says: (string | RegExp)[],
  ids: string | undefined = 'a\nb\nc\n',
): BadCase => ({
  title: `features: ${title}`,
  state: 'none',
  make: (place) => {
    const path = writeInput(place.folder, 'broken.npy', Buffer.concat([header, data]));
    return ingest(place, {
      '--features': path,
      '--feature-ids': writeInput(place.folder, 'ids.txt', ids),
    });
  },
  exit: 3,
  says,
});

const cutAt = (length: number) => (bytes: Buffer) => bytes.subarray(0, length);
const VALUES = Buffer.alloc(3 * 2 * 4);

function npyHeader(dictionary: string): Buffer {
  const text = `${dictionary}\n`.padStart(118, ' ');
  const length = Buffer.from([text.length, 0]);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(text)]);
}

function withNan(bytes: Buffer): Buffer {
  bytes.writeFloatLE(NaN, 2 * RECORD_BYTES + ID_BYTES + 5 * 4);
  return bytes;
}

function repeatedWithOtherVector(bytes: Buffer): Buffer {
  const again = Buffer.from(bytes.subarray(0, RECORD_BYTES));
  again.writeFloatLE(123, ID_BYTES);
  return Buffer.concat([bytes, again]);
}

export const BAD_FEATURES: BadCase[] = [
  features('cut short inside an id', cutAt(20 * RECORD_BYTES + 4), [/byte|record/]),
  features('cut short inside a vector', cutAt(20 * RECORD_BYTES + 100), [/byte|record/]),
  features('cut short by one byte', cutAt(303 * RECORD_BYTES - 1), [/byte|record/]),
  features('cut short, width given', cutAt(20 * RECORD_BYTES + 100), ['record', 'byte'], {
    '--feature-dim': '64',
  }),
  features('another width than given', (bytes) => bytes, [/63|64/], { '--feature-dim': '63' }),
  features('a value that is no number', withNan, ['NaN', 'dimension 5']),
  features('an id twice with different vectors', repeatedWithOtherVector, [
    'product "',
    'two different vectors',
    'record 1 ',
    'record 304 ',
  ]),
  features('an empty file', () => Buffer.alloc(0), ['empty']),
  {
    title: 'features: bytes that look like other ids',
    state: 'none',
    make: (place) => {
      const path = writeInput(place.folder, 'other.b', Buffer.from('GIF89a!'.repeat(500)));
      return ingest(place, { '--features': path });
    },
    exit: 3,
    says: ['none of the 300 rated products has a feature', 'product ids'],
  },
  {
    title: 'features: a folder',
    state: 'none',
    make: (place) => ingest(place, { '--features': place.raw, '--features-format': 'b' }),
    exit: 3,
    says: ['folder'],
  },
  {
    title: 'features: a file that is not there',
    state: 'none',
    make: (place) => ingest(place, { '--features': join(place.folder, 'absent.b') }),
    exit: 3,
    says: ['absent.b', 'no such file'],
  },
  npy(
    '.npy of integers',
    npyHeader("{'descr': '<i8', 'fortran_order': False, 'shape': (3, 2), }"),
    VALUES,
    ['broken.npy', '<i8'],
  ),
  npy(
    '.npy in Fortran order',
    npyHeader("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }"),
    VALUES,
    ['broken.npy', 'Fortran'],
  ),
  npy(
    '.npy with three dimensions',
    npyHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2, 1), }"),
    VALUES,
    ['broken.npy', /dimension/],
  ),
  npy('.npy that is cut short', formatNpyHeader(3, 2), VALUES.subarray(5), ['broken.npy', 'byte']),
  npy('.npy that is none', Buffer.from('hello, world'), VALUES, ['broken.npy']),
  npy(
    '.npy with fewer ids than rows',
    formatNpyHeader(3, 2),
    VALUES,
    ['ids.txt', '2', '3'],
    'a\nb\n',
  ),
  npy(
    '.npy with more ids than rows',
    formatNpyHeader(3, 2),
    VALUES,
    ['ids.txt', '4', '3'],
    'a\nb\nc\nd\n',
  ),
  npy(
    '.npy with an id twice',
    formatNpyHeader(3, 2),
    Buffer.from(Float32Array.from([1, 2, 3, 4, 5, 6]).buffer),
    ['"a"'],
    'a\nb\na\n',
  ),
  {
    title: 'features: .npy without ids',
    state: 'none',
    make: (place: Place) => {
      const content = Buffer.concat([formatNpyHeader(3, 2), VALUES]);
      return ingest(place, { '--features': writeInput(place.folder, 'f.npy', content) });
    },
    exit: 2,
    says: ['--feature-ids'],
  },
  {
    title: 'features: a name that tells no format',
    state: 'none',
    make: (place) => ingest(place, { '--features': writeInput(place.folder, 'f.dat', 'x') }),
    exit: 2,
    says: ['f.dat', '--features-format'],
  },
];
