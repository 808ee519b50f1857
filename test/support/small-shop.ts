import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IngestInput } from '../../src/datasets/ingest/ingest-input.js';
import { imageFeatureBytes, plainVectors, writeInput } from './feature-files.js';
import { temporaryFolder } from './workspace.js';

/** Ratings in the form of Amazon 2014: each user rates products 0 .. `products` - 1. */
export function gridRatings(users: number, products: number): string {
  const lines: string[] = [];
  for (let user = 0; user < users; user++) {
    for (let product = 0; product < products; product++) {
      lines.push(`u${user},p${product},${1 + ((user + product) % 5)}.0,${1_400_000_000 + product}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Input of an ingest that works: 3 users who rated 6 products each. Override what a test is about. */
export function shopInput(overrides: Partial<IngestInput> = {}): IngestInput {
  const folder = temporaryFolder();
  return {
    dataset: 'shop',
    ratings: {
      path: writeInput(folder, 'ratings.csv', gridRatings(3, 6)),
      format: 'amazon-2014',
    },
    features: {
      path: writeInput(folder, 'image_features.b', imageFeatureBytes(plainVectors(6))),
    },
    rules: { minProducts: 5, keepUnrated: false, requireFeatures: false },
    replace: false,
    ...overrides,
  };
}

/** Every path below `folder`, sorted: what a failed command must not change. */
export function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
