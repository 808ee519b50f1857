import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A folder that `make` fills once for all processes of a run of the tests, each of which runs some of the files; the
 * others wait for it. Nobody may change it. A failure is that of whoever made it; the next makes it anew.
 */
export async function oncePerRun(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(tmpdir(), name);
  const done = join(folder, 'done');
  while (!existsSync(done)) {
    if (!isFirst(folder)) {
      await sleep(100);
      continue;
    }
    try {
      await make(folder);
      writeFileSync(done, '');
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
  }
  return folder;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
