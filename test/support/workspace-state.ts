import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Content of every file below `folder` as a digest, by path; what a failed command must not change. */
export function stateOf(folder: string): Record<string, string> {
  const files = filesBelow(folder).map((file) => [
    relative(folder, file),
    createHash('sha256').update(readFileSync(file)).digest('hex'),
  ]);
  return Object.fromEntries(files) as Record<string, string>;
}

/** Files that only exist while something is being written. */
export function leftovers(folder: string): string[] {
  return filesBelow(folder).filter((file) => /\.tmp|\.wal|\.partial|staging/.test(file));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
