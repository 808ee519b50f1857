import {
  copyFileSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeInput } from '../../support/feature-files.js';
import { ingest, train, type BadCase } from './bad-case.js';

/** A case about something that is not there yet, or not any more. */
const missing = (
  title: string,
  state: BadCase['state'],
  args: string[],
  says: (string | RegExp)[],
): BadCase => ({ title: `state: ${title}`, state, make: () => args, exit: 4, says });

const evaluate = ['evaluate', 'ranking'];

function runFile(workspace: string, name: string): string {
  const [runId] = readdirSync(join(workspace, 'runs'));
  return join(workspace, 'runs', runId!, name);
}

/** A case about a workspace that was damaged before the command. */
const damaged = (
  title: string,
  state: BadCase['state'],
  damage: (workspace: string) => void,
  args: string[],
  exit: number,
  says: (string | RegExp)[],
): BadCase => ({
  title: `damage: ${title}`,
  state,
  make: ({ workspace }) => {
    damage(workspace);
    return args;
  },
  exit,
  says,
});

export const BAD_STATES: BadCase[] = [
  missing(
    'split before ingest',
    'none',
    ['data', 'split', '--dataset', 'shop'],
    ['vasg data ingest'],
  ),
  missing('train before ingest', 'none', train(), ['vasg data ingest']),
  missing('train before split', 'ingested', train(), ['vasg data split']),
  missing('train on an unknown split', 'split', train('--split', 'other'), ['other']),
  missing('evaluate before train', 'split', evaluate, ['vasg train']),
  missing(
    'evaluate an unknown run',
    'trained',
    [...evaluate, '--run', '20200101t000000-abcdef'],
    ['20200101t000000-abcdef'],
  ),
  missing('recommend before train', 'split', ['recommend', '--user', 'x'], ['vasg train']),
  missing(
    'recommend from an unknown data set',
    'trained',
    ['recommend', '--user', 'x', '--dataset', 'other'],
    ['other'],
  ),
  missing(
    'resume an unknown run',
    'split',
    ['train', '--resume', '20200101t000000-abcdef'],
    ['20200101t000000-abcdef'],
  ),
  missing(
    'describe an unknown data set',
    'ingested',
    ['data', 'describe', '--dataset', 'other'],
    ['other'],
  ),
  missing(
    'describe an unknown split',
    'split',
    ['data', 'describe', '--dataset', 'shop', '--split', 'other'],
    ['other'],
  ),
  missing('query before ingest', 'none', ['query', 'FROM runs'], ['vasg data ingest']),
  {
    title: 'state: recommend for an unknown user',
    state: 'trained',
    make: () => ['recommend', '--user', 'nobody'],
    exit: 2,
    says: ['nobody', 'shop'],
  },
  damaged(
    'a catalog that is no database',
    'split',
    (workspace) =>
      writeFileSync(
        join(workspace, 'catalog.duckdb'),
        'no database, but long enough to be looked at '.repeat(100),
      ),
    ['query', 'FROM runs'],
    3,
    ['catalog.duckdb'],
  ),
  damaged(
    'a catalog that is no database, to be written',
    'split',
    (workspace) =>
      writeFileSync(
        join(workspace, 'catalog.duckdb'),
        'no database, but long enough to be looked at '.repeat(100),
      ),
    ['data', 'split', '--dataset', 'shop', '--name', 'x'],
    3,
    ['catalog.duckdb'],
  ),
  damaged(
    'embeddings cut short',
    'trained',
    (workspace) => truncateSync(runFile(workspace, 'embeddings.safetensors'), 5000),
    evaluate,
    3,
    ['embeddings.safetensors'],
  ),
  damaged(
    'embeddings with a broken header',
    'trained',
    (workspace) => {
      const file = runFile(workspace, 'embeddings.safetensors');
      const bytes = readFileSync(file);
      bytes.fill(0x7b, 8, 40);
      writeFileSync(file, bytes);
    },
    evaluate,
    3,
    ['embeddings.safetensors'],
  ),
  damaged(
    'embeddings of another width',
    'trained',
    (workspace) =>
      copyFileSync(
        runFile(workspace, 'encoder.safetensors'),
        runFile(workspace, 'embeddings.safetensors'),
      ),
    evaluate,
    3,
    ['embeddings.safetensors'],
  ),
  damaged(
    'embeddings gone',
    'trained',
    (workspace) => rmSync(runFile(workspace, 'embeddings.safetensors')),
    evaluate,
    4,
    ['embeddings.safetensors'],
  ),
  damaged(
    'a manifest that is none',
    'trained',
    (workspace) => writeFileSync(runFile(workspace, 'manifest.json'), '{'),
    evaluate,
    4,
    ['manifest.json'],
  ),
  damaged(
    'features gone',
    'trained',
    (workspace) => rmSync(join(workspace, 'features', 'shop.npy')),
    evaluate,
    3,
    ['shop.npy'],
  ),
  damaged(
    'features cut short',
    'trained',
    (workspace) => truncateSync(join(workspace, 'features', 'shop.npy'), 999),
    evaluate,
    3,
    ['shop.npy', 'changed or damaged'],
  ),
  {
    title: 'storage: a workspace below a file',
    state: 'none',
    make: (place) => [
      ...ingest(place),
      '--workspace',
      join(writeInput(place.folder, 'file', ''), 'x'),
    ],
    exit: 9,
    says: ['file'],
  },
  {
    title: 'storage: a workspace that cannot be made',
    state: 'none',
    make: (place) => [...ingest(place), '--workspace', '/proc/vasg-workspace'],
    exit: 9,
    says: ['/proc/vasg-workspace'],
  },
];
