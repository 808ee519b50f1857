import { gzipSync } from 'node:zlib';
import { writeInput } from '../../support/feature-files.js';
import { ingest, type BadCase } from './bad-case.js';

/** A case about a metadata file with this content. */
const metadata = (
  title: string,
  name: string,
  content: string | Uint8Array,
  says: (string | RegExp)[],
): BadCase => ({
  title: `metadata: ${title}`,
  state: 'none',
  make: (place) =>
    ingest(place, {
      '--metadata': writeInput(place.folder, name, content),
      '--category': 'Women',
    }),
  exit: 3,
  says: [name, ...says],
});

const usage = (title: string, flags: Record<string, string>, says: string[]): BadCase => ({
  title: `category: ${title}`,
  state: 'none',
  make: (place) => ingest(place, flags),
  exit: 2,
  says,
});

/** A case about `--images`; the folder is made by the case and holds these files. */
const images = (title: string, flag: string, files: string[], says: string[]): BadCase => ({
  title: `photos: ${title}`,
  state: 'none',
  make: (place) => {
    for (const file of files) writeInput(place.folder, file, 'photo');
    return ingest(place, { '--images': flag === '' ? place.folder : `${place.folder}/${flag}` });
  },
  exit: 3,
  says,
});

const LINE = `{'asin': 'B000000001', 'categories': [['Clothing', 'Men']]}\n`;

export const BAD_CATEGORIES: BadCase[] = [
  metadata('a line that is cut short', 'm.json', `${LINE}{'asin': 'B00`, ['line 2', 'string']),
  metadata('a program instead of data', 'm.json', `__import__('os').abort()\n`, ['line 1']),
  metadata('a product without id', 'm.json', `${LINE}{'title': 'x'}\n`, ['line 2', 'asin']),
  metadata('no product of the category', 'm.json', LINE, ['"Women"', '"Men"']),
  metadata('an empty file', 'm.json', '', ['"Women"']),
  metadata('damaged gzip data', 'm.json.gz', gzipSync(LINE).subarray(0, 30), ['gzip']),
  usage('without metadata', { '--category': 'Women' }, ['--metadata']),
  usage('metadata without category', { '--metadata': 'm.json' }, ['--category']),
  usage(
    "one that the authors' code does not know",
    { '--metadata': 'm.json', '--category': 'Jewelry', '--category-rule': 'authors' },
    ['"Jewelry"', 'Women, Men, Shoes'],
  ),
  images('a folder that is not there', 'photos', [], ['photos', 'no such folder']),
  images('a file for a folder', 'x.jpg', ['x.jpg'], ['x.jpg', 'not a folder']),
  images('none of any product', '', ['x.jpg'], ['1 photo', '.jpg']),
];
