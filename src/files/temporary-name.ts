import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Of this machine or container: process ids mean nothing on another that shares the folder. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/**
 * A name beside `target` under which it is written before it takes its place. It tells who writes:
 * `<target>.<machine>-<process>-<random>.tmp`.
 */
export function temporaryName(target: string): string {
  return `${target}.${HOST}-${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
}

/**
 * Removes what processes that were killed left of `target` under temporary names, and the journals of
 * databases. Files of a process that lives, or lived on another machine, stay; so does what cannot be removed.
 */
export async function removeAbandoned(target: string): Promise<void> {
  const folder = dirname(target);
  const entries = await readdir(folder).catch(() => []);
  for (const entry of entries) {
    const writer = writerOf(entry, basename(target));
    if (writer === undefined || isAlive(writer)) continue;
    await rm(join(folder, entry), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The process that wrote an entry as a temporary one of `name`; undefined for any other entry. */
function writerOf(entry: string, name: string): number | undefined {
  if (!entry.startsWith(`${name}.${HOST}-`)) return undefined;
  const [, id] =
    /^(\d+)-[0-9a-f]{8}\.tmp(\.wal)?$/.exec(entry.slice(name.length + HOST.length + 2)) ?? [];
  return id === undefined ? undefined : Number(id);
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // That of another user may not be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
