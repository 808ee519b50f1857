import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'mocha';
import type { IngestInput } from '../../src/datasets/ingest/ingest-input.js';
import type { IngestReport } from '../../src/datasets/ingest/ingest-report.js';

/** A real week of a fashion shop. No part of the project: whoever has it puts it, or a link to it, here. */
const folder =
  process.env.VASG_HM_LADIES ?? join(import.meta.dirname, '..', '..', 'data', 'hm-ladies');

/** Path of one of its files; skips the calling test, saying why, when the data are not there. */
export function hmLadiesFile(test: Context, name: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) {
    process.stderr.write(
      '      (skipped: no hm-ladies data in data/hm-ladies nor where VASG_HM_LADIES says)\n',
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

/** What is left of it by these rules, counted in the plainest way. */
export function hmLadiesCounts(test: Context): HmLadiesCounts {
  const ids = new Set(hmLadiesProducts(test));
  const rows = linesOf(hmLadiesFile(test, 'interactions.csv')).slice(1);
  const bought = new Map<string, Set<string>>();
  for (const row of rows) {
    const [user, product] = row.split(',') as [string, string];
    if (!bought.has(user)) bought.set(user, new Set());
    bought.get(user)!.add(product);
  }
  const sum = (baskets: Set<string>[]): number => baskets.reduce((n, { size }) => n + size, 0);
  const all = [...bought.values()];
  const featured = all.map((basket) => new Set([...basket].filter((id) => ids.has(id))));
  const kept = featured.filter(({ size }) => size >= 5);
  return {
    numUsers: kept.length,
    numProducts: new Set(kept.flatMap((basket) => [...basket])).size,
    ratings: {
      read: rows.length,
      outsideCategory: 0,
      duplicates: rows.length - sum(all),
      withoutFeature: sum(all) - sum(featured),
      ofDroppedUsers: sum(featured) - sum(kept),
      kept: sum(kept),
    },
  };
}

export interface HmLadiesCounts extends Pick<IngestReport, 'ratings'> {
  readonly numUsers: number;
  readonly numProducts: number;
}

/** Its product ids as they are written, leading zeros and all. */
export function hmLadiesProducts(test: Context): string[] {
  return linesOf(hmLadiesFile(test, 'item_ids.txt'));
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
}
