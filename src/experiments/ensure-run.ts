import { existsSync } from 'node:fs';
import { withCatalog } from '../catalog/connection.js';
import { readDataset } from '../catalog/datasets.js';
import { runsOfRequest, type StoredRun } from '../catalog/runs.js';
import { requireSplit } from '../catalog/splits.js';
import { RunDirectory } from '../run-directory.js';
import { requestHash } from './request-hash.js';
import { resumeRun, trainRun, type NewRun, type TrainOptions } from './train-run.js';

/** How a run came about. */
export type RunOrigin = 'reused' | 'resumed' | 'trained';

export interface EnsuredRun {
  runId: string;
  origin: RunOrigin;
}

/**
 * A completed run of this request: one that exists, one that was interrupted and goes on, or a new one. Killed at
 * any moment and asked again, it gives the same model. Throws what training throws; MissingArtifactError
 * (`STATE_IN_USE`) when another process is at work on the run.
 */
export async function ensureRun(newRun: NewRun, options: TrainOptions): Promise<EnsuredRun> {
  const { workspace } = options;
  const choice = chooseRun(await runsLike(newRun, workspace));
  switch (choice.origin) {
    case 'reused':
      return choice;
    case 'resumed':
      await resumeRun(choice.runId, options);
      return choice;
    case 'trained': {
      const { runId } = await trainRun(newRun, options);
      return { runId, origin: 'trained' };
    }
  }
}

/** A run of the catalog and what is left of its folder. */
export interface KnownRun extends Pick<StoredRun, 'runId' | 'status'> {
  /** None: it was deleted. Request: it can be resumed. Manifest: it is complete. */
  folder: 'none' | 'request' | 'manifest';
}

/** Which of the runs of one request to use, the first started first. */
export function chooseRun(
  runs: readonly KnownRun[],
): { origin: 'reused' | 'resumed'; runId: string } | { origin: 'trained' } {
  const complete = runs.find((run) => run.folder === 'manifest' && run.status === 'completed');
  if (complete !== undefined) return { origin: 'reused', runId: complete.runId };
  // Complete, but killed before the catalog knew: a resume records it. Else the youngest has come furthest.
  const unfinished =
    runs.find((run) => run.folder === 'manifest') ??
    runs.findLast((run) => run.folder === 'request' && run.status !== 'completed');
  if (unfinished !== undefined) return { origin: 'resumed', runId: unfinished.runId };
  return { origin: 'trained' };
}

async function runsLike(newRun: NewRun, workspace: string): Promise<KnownRun[]> {
  const { dataset, split } = newRun;
  const runs = await withCatalog(workspace, 'read', async (catalog) => {
    const { featuresSha256 } = await readDataset(catalog, dataset);
    const { inputHash } = await requireSplit(catalog, dataset, split);
    const hash = requestHash({ ...newRun, inputs: { featuresSha256, splitHash: inputHash } });
    return runsOfRequest(catalog, { dataset, split, requestHash: hash });
  });
  return runs.map(({ runId, status }) => ({ runId, status, folder: folderOf(workspace, runId) }));
}

function folderOf(workspace: string, runId: string): KnownRun['folder'] {
  const directory = new RunDirectory(workspace, runId);
  if (directory.isComplete) return 'manifest';
  return existsSync(directory.folder) ? 'request' : 'none';
}
