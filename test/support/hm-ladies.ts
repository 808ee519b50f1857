import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'mocha';
import type { IngestInput } from '../../src/datasets/ingest/ingest-input.js';

/** A real week of a fashion shop, in the folder that VASG_HM_LADIES names. No part of the project. */
const folder =
  process.env.VASG_HM_LADIES ??
  join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'hm-ladies');

/** Path of one of its files; skips the calling test, saying why, when the data are not there. */
export function hmLadiesFile(test: Context, name: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) {
    process.stderr.write(
      '      (skipped: VASG_HM_LADIES names no folder with the hm-ladies data)\n',
    );
    test.skip();
  }
  return path;
}

/** How it is ingested; users with fewer than 5 products are dropped on the way. */
export function hmLadiesInput(test: Context): IngestInput {
  return {
    dataset: 'hm',
    ratings: {
      path: hmLadiesFile(test, 'interactions.csv'),
      format: 'table',
      columns: { user: 'user_id', product: 'item_id', rating: 'rating', timestamp: 'timestamp' },
    },
    features: {
      path: hmLadiesFile(test, 'features.npy'),
      idsPath: hmLadiesFile(test, 'item_ids.txt'),
    },
    rules: { minProducts: 5, keepUnrated: false, requireFeatures: true },
    replace: false,
  };
}
