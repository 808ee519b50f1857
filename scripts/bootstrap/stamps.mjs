/**
 * Whether a step has been done is a file in .bootstrap/ holding the hash of the step's inputs. It is
 * written last, so an interrupted step is repeated.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

export const stampFolder = join(root, '.bootstrap');

/** Files below `path` (or `path` itself), sorted, relative to the root. */
function filesOf(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/** SHA-256 over the names and contents of the step's input files. */
export function hashInputs({ inputs, ignore = () => false }) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  for (const file of inputs.flatMap(filesOf)) {
    if (ignore(file)) continue;
    const content = readFileSync(join(root, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const stampOf = (step) => join(stampFolder, `${step.name}.sha256`);

/** Whether the step's outputs exist and its inputs are those of the last time it succeeded. */
export function isDone(step) {
  if (!step.outputs.every((output) => existsSync(join(root, output)))) return false;
  const stamp = stampOf(step);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashInputs(step);
}

export function markDone(step) {
  mkdirSync(stampFolder, { recursive: true });
  const temporary = `${stampOf(step)}.${process.pid}`;
  writeFileSync(temporary, hashInputs(step));
  renameSync(temporary, stampOf(step));
}
