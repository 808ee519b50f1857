import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MissingArtifactError } from '../../errors.js';
import { mayBeExperimentName } from './experiment-name.js';
import { FILE_NAMES } from './write-reproduction.js';

/**
 * The newest result among those that lie where `vasg reproduce` puts them in a workspace; absolute. Throws
 * MissingArtifactError (`REPRODUCTION_MISSING`) when there is none.
 */
export async function findReproduction(workspace: string): Promise<string> {
  const folders = await readdir(workspace).catch(() => []);
  const files = folders
    .filter(mayBeExperimentName)
    .map((name) => path.resolve(workspace, name, FILE_NAMES.json))
    .filter((file) => existsSync(file))
    .sort();
  const written = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  const newest = files[written.indexOf(Math.max(...written))];
  if (newest !== undefined) return newest;
  throw new MissingArtifactError(`Workspace ${workspace} has no reproduction.`, {
    code: 'REPRODUCTION_MISSING',
    suggestions: ['Run `vasg reproduce` first, or name the file that it wrote.'],
  });
}
