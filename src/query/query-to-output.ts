import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { syncFolder } from '../files/atomic-file.js';
import { fileToReplace } from '../files/file-to-replace.js';
import { removeAbandoned, temporaryName } from '../files/temporary-name.js';
import { asStorageError } from '../errors.js';
import {
  queryToFile,
  type QueryFileFormat,
  type QueryOptions,
  type QueryResult,
} from '../catalog/query/query.js';

export interface OutputOptions extends QueryOptions {
  format: QueryFileFormat;
  /** File to write; standard output when absent. */
  output?: string | undefined;
}

/** Writes all rows of a query. A file appears whole or not at all. */
export function queryToOutput(options: OutputOptions): Promise<Omit<QueryResult, 'rows'>> {
  const { output } = options;
  return output === undefined ? toStdout(options) : toFile(options, output);
}

async function toFile(options: OutputOptions, named: string): Promise<Omit<QueryResult, 'rows'>> {
  const output = fileToReplace(named);
  const temporary = temporaryName(output);
  await removeAbandoned(output);
  try {
    await (await open(temporary, 'wx')).close();
    const facts = await queryToFile({ ...options, path: temporary });
    const file = await open(temporary, 'r+');
    await file.sync();
    await file.close();
    await rename(temporary, output);
    await syncFolder(dirname(output));
    return facts;
  } catch (error) {
    throw asStorageError(error, output);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * By way of a temporary file, so that the catalog is free again before the first byte is read: a reader
 * that pauses, such as a pager, must not keep a training from writing. The file loses its name before that,
 * because a reader that has seen enough, such as `head`, ends this process at once.
 */
async function toStdout(options: OutputOptions): Promise<Omit<QueryResult, 'rows'>> {
  const folder = await mkdtemp(join(tmpdir(), 'vasg-query-'));
  try {
    const path = join(folder, 'rows');
    const facts = await queryToFile({ ...options, path });
    const file = await open(path);
    // Windows keeps files that are open; there the folder goes at the end.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    await pipeline(file.createReadStream(), process.stdout, { end: false });
    return facts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
