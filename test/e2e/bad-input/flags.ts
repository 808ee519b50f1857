import { join } from 'node:path';
import { writeInput } from '../../support/feature-files.js';
import { ingest, train, type BadCase } from './bad-case.js';

const flag = (title: string, args: string[], says: (string | RegExp)[]): BadCase => ({
  title: `flags: ${title}`,
  state: 'split',
  make: () => args,
  exit: 2,
  says,
});

/** A case about a configuration file with this content. */
const config = (
  title: string,
  content: string,
  exit: number,
  says: (string | RegExp)[],
): BadCase => ({
  title: `configuration: ${title}`,
  state: 'split',
  make: ({ folder }) => train('--config', writeInput(folder, 'config.json', content)),
  exit,
  says: ['config.json', ...says],
});

export const BAD_FLAGS: BadCase[] = [
  flag('an even window', train('--window-size', '4'), ['--window-size', 'odd']),
  flag('no dimensions', train('--embedding-dim', '0'), ['--embedding-dim', 'from 1 to']),
  flag('too many dimensions', train('--embedding-dim', '100000'), ['--embedding-dim', '4096']),
  flag('half a dimension', train('--embedding-dim', '2.5'), ['--embedding-dim', 'integer']),
  flag('a learning rate that is no number', train('--table-learning-rate', 'fast'), [
    '--table-learning-rate',
  ]),
  flag('layer widths that are none', train('--encoder-hidden', '16,x'), ['--encoder-hidden']),
  flag('a window wider than every walk', train('--window-size', '63', '--walk-length', '3'), [
    '--window-size',
    '--walk-length',
  ]),
  flag('no way to vectors of cold products', train('--preset', 'paper', '--encoder-epochs', '0'), [
    '--encoder-epochs',
  ]),
  flag('an unknown preset', train('--preset', 'best'), ['--preset', 'paper']),
  flag('a negative seed', train('--seed=-1'), ['--seed']),
  flag('no threads', train('--threads', '0'), ['--threads']),
  flag('no data set', ['train'], ['--dataset', '--resume']),
  flag('a data set and a run to resume', train('--resume', 'x'), ['--resume']),
  flag(
    'a share above 1',
    ['data', 'split', '--dataset', 'shop', '--cold-share', '2'],
    ['from 0 to 1'],
  ),
  flag(
    'tests of users with one product',
    ['data', 'split', '--dataset', 'shop', '--tested-min-products', '1'],
    ['--tested-min-products', '2'],
  ),
  flag('a name that is none', ['data', 'split', '--dataset', '../shop'], ['../shop', 'a-z']),
  flag(
    'a run that is a path',
    ['evaluate', 'ranking', '--run', '../../etc'],
    ['--run', '../../etc'],
  ),
  flag(
    'a run to resume that is a path',
    ['train', '--resume', '../features'],
    ['--resume', '../features'],
  ),
  flag('an unknown baseline', ['evaluate', 'ranking', '--baselines', 'magic'], ['magic', 'wboi']),
  flag(
    'too few ratings for a shop',
    ['data', 'synth', 'tiny', '--out', '/nonexistent/x', '--ratings', '10'],
    ['--ratings'],
  ),
  flag('an unknown shop', ['data', 'synth', 'huge', '--out', '/nonexistent/x'], ['tiny']),
  flag('no number of recommendations', ['recommend', '--user', 'x', '--top', '0'], ['--top']),
  {
    title: 'parser: an unknown flag',
    state: 'split',
    make: () => train('--epochs', '3'),
    exit: 2,
    says: ['--epochs'],
  },
  {
    title: 'environment: a value out of range',
    state: 'split',
    make: () => train(),
    env: () => ({ VASG_WINDOW_SIZE: '4' }),
    exit: 2,
    says: ['VASG_WINDOW_SIZE', 'odd'],
  },
  config('an unknown name', '{"embedingDim": 8}', 3, ['embedingDim', 'embeddingDim']),
  config('no JSON', '{"embeddingDim": 8', 3, ['JSON']),
  config('a name twice', '{\n"patience": 3,\n"patience": 4\n}', 3, ['patience', 'twice', 'line 3']),
  config('a list', '[1, 2]', 3, ['object']),
  config('a value of the wrong type', '{"embeddingDim": [8]}', 3, ['embeddingDim', 'integer']),
  config('an even window', '{"windowSize": 6}', 3, ['windowSize', 'odd']),
  {
    title: 'configuration: a file that is not there',
    state: 'split',
    make: ({ folder }) => train('--config', join(folder, 'absent.json')),
    exit: 4,
    says: ['absent.json'],
  },
  {
    title: 'flags: a data set that is made of other files',
    state: 'ingested',
    make: (place) => ingest(place, { '--min-products': '6' }),
    exit: 2,
    says: ['shop', '--replace'],
  },
  {
    title: 'flags: a split that was made with other options',
    state: 'split',
    make: () => ['data', 'split', '--dataset', 'shop', '--seed', '9'],
    exit: 2,
    says: ['--replace'],
  },
];
