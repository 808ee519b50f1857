import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOG_FILE } from '../../src/catalog/connection.js';

const program = fileURLToPath(new URL('../fixtures/hold-catalog.mjs', import.meta.url));

/** Locks a workspace's catalog in another process while `work` goes on; `work` is told its id. */
export function whileCatalogIsHeld<T>(
  workspace: string,
  work: (holder: number) => Promise<T>,
): Promise<T> {
  return whileFileIsHeld(join(workspace, CATALOG_FILE), work);
}

/** The same for any database file, made when it is not there. */
export async function whileFileIsHeld<T>(
  file: string,
  work: (holder: number) => Promise<T>,
): Promise<T> {
  const holder = spawn(process.execPath, [program, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(holder, 'close');
  try {
    await once(holder.stdout, 'data');
    return await work(holder.pid!);
  } finally {
    holder.stdin.end();
    await ended;
  }
}
