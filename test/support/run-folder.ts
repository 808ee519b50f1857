import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Set in the processes that a run of the tests starts, its workers among them: the folder is not theirs to remove. */
const FOLDER = 'VASG_TEST_FOLDER';

/**
 * One folder takes the place of the temporary one for a run of the tests and for every process that it starts, killed
 * ones among them, and goes when the run ends, unless that is killed itself. Mocha loads this before all tests.
 */
if (process.env[FOLDER] === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'vasg-tests-'));
  for (const name of [FOLDER, 'TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
  // A trainer whose parent was killed may be about to end; its last file is waited for.
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
}
