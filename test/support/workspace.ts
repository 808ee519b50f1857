import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh folder that goes when the tests end. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'vasg-test-'));
}
