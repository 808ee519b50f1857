import { join } from 'node:path';
import type { BadCase } from './bad-case.js';

const query = (title: string, args: string[], says: (string | RegExp)[]): BadCase => ({
  title: `query: ${title}`,
  state: 'ingested',
  make: () => ['query', ...args],
  exit: 2,
  says,
});

export const BAD_QUERIES: BadCase[] = [
  query('no SQL', ['SELEC 1'], ['SELEC']),
  query('an unknown table', ['SELECT * FROM orders'], ['orders']),
  query('an unknown column', ['SELECT price FROM products'], ['price']),
  query('a deletion', ['DELETE FROM ratings'], [/read/]),
  query('a new table', ['CREATE TABLE x AS SELECT 1'], [/read/]),
  query('two statements', ['SELECT 1; SELECT 2'], ['One statement']),
  query('a deletion after a question', ['SELECT 1; DELETE FROM ratings'], ['One statement']),
  query('nothing to ask', [], ['--name']),
  query('an empty statement', ['  '], ['no SQL']),
  query('an unknown ready-made query', ['--name', 'nothing'], ['nothing', 'table1']),
  query('Parquet to the screen', ['SELECT 1', '--format', 'parquet'], ['--output']),
  query('a file in a form that only a screen has', ['SELECT 1', '--output', 'x.txt'], ['--format']),
  {
    title: 'query: a copy to a file',
    state: 'ingested',
    make: ({ folder }) => ['query', `COPY ratings TO '${join(folder, 'out.csv')}'`],
    exit: 2,
    says: [/read|--output/],
  },
  {
    title: 'query: an output in a folder that is not there',
    state: 'ingested',
    make: ({ folder }) => [
      ...['query', 'SELECT 1', '--format', 'csv'],
      ...['--output', join(folder, 'absent', 'out.csv')],
    ],
    exit: 9,
    says: ['absent'],
  },
];
