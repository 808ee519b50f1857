import { withCatalog } from '../../catalog/connection.js';
import { latestRun, readRun, type StoredRun } from '../../catalog/runs.js';
import { MissingArtifactError } from '../../errors.js';
import { RunDirectory, type RunManifest } from '../../run-directory.js';
import { scorersOf, type RunScorer } from './run-scorers.js';
import { readVectors, type RunVectors } from './run-vectors.js';
import { loadWorkspaceData, type WorkspaceData } from './workspace-data.js';

/** A completed run, ready to score. */
export interface LoadedRun {
  manifest: RunManifest;
  data: WorkspaceData;
  vectors: RunVectors;
  /** How the run ranks products for users; the first is the model as it is. */
  scorers: readonly RunScorer[];
}

/** Which run: an id, or the `latest` completed one of the workspace, of `dataset` or of `split`. */
export interface RunChoice {
  runId: string;
  dataset?: string | undefined;
  split?: string | undefined;
}

/**
 * Finds a run and loads it with its data. Throws MissingArtifactError when there is none or when its data
 * set or split was replaced since.
 */
export async function loadRun(workspace: string, choice: RunChoice): Promise<LoadedRun> {
  const { runId, dataset, split } = choice;
  const run = await withCatalog(workspace, 'read', (catalog) =>
    runId === 'latest' ? latestRun(catalog, { dataset, split }) : readRun(catalog, runId),
  );
  requireCurrent(run);
  return openRun(workspace, run.runId, await loadWorkspaceData(workspace, run.dataset, run.split));
}

/** Loads what a run learned on `data`. Throws MissingArtifactError when it was trained on something else. */
export async function openRun(
  workspace: string,
  runId: string,
  data: WorkspaceData,
): Promise<LoadedRun> {
  const directory = new RunDirectory(workspace, runId);
  const manifest = await directory.readManifest();
  if (manifest.inputs.splitHash !== data.split.inputHash) {
    throw replaced(runId, manifest);
  }
  const vectors = await readVectors(directory, manifest);
  return {
    manifest,
    data,
    vectors,
    scorers: scorersOf(manifest, vectors),
  };
}

/** Throws MissingArtifactError when the data set or split of a run was replaced since. */
export function requireCurrent(run: StoredRun): void {
  if (!run.isCurrent) throw replaced(run.runId, run);
}

function replaced(
  runId: string,
  { dataset, split }: { dataset: string; split: string },
): MissingArtifactError {
  return new MissingArtifactError(
    `Run ${runId} belongs to a version of data set ${dataset} or split ${split} that was replaced.`,
    { suggestions: [`Train again: \`vasg train --dataset ${dataset}\`.`] },
  );
}
