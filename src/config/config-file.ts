import { readJson } from '../files/read-json.js';

/** Names and numbers by the dozen; more is another file. */
const MAX_BYTES = 1024 * 1024;

/** JSON of a file given with `--config`. Throws MissingArtifactError or InputDataError naming it. */
export const readConfigFile = (path: string): Promise<unknown> =>
  readJson({
    path,
    title: 'the configuration file',
    maxBytes: MAX_BYTES,
    suggestions: ['Give --config a JSON file with hyper-parameters, e.g. {"embeddingDim": 64}.'],
  });
