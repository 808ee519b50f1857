import { isDeepStrictEqual } from 'node:util';
import { withCatalog } from '../../catalog/connection.js';
import { MissingArtifactError } from '../../errors.js';
import type { RunRequest } from '../../run-directory.js';
import { inputsOfSplit } from '../runs/inputs-of-split.js';

/** A split as it was when the work on it was planned. */
export interface PlannedSplit {
  dataset: string;
  split: string;
  inputs: RunRequest['inputs'];
}

/** Throws MissingArtifactError (`DATASET_CHANGED`) when the split has other contents by now, or is gone. */
export async function requireUnchanged(
  workspace: string,
  { dataset, split, inputs }: PlannedSplit,
): Promise<void> {
  const now = await withCatalog(workspace, 'read', (catalog) =>
    inputsOfSplit(catalog, dataset, split).catch((error: unknown) => {
      if (error instanceof MissingArtifactError) return undefined;
      throw error;
    }),
  );
  if (isDeepStrictEqual(now, inputs)) return;
  throw new MissingArtifactError(
    `Data set ${dataset} or its split ${split} was replaced while it was being measured.`,
    {
      code: 'DATASET_CHANGED',
      suggestions: ['Give the same command again: it measures the data that are there now.'],
    },
  );
}
