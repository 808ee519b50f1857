import { withCatalog } from '../catalog/connection.js';
import { latestRun, readRun } from '../catalog/runs.js';
import { MissingArtifactError } from '../errors.js';
import { normalizeRows } from '../evaluation/normalize.js';
import { userVectors } from '../recommend/user-vectors.js';
import { RunDirectory, type RunManifest } from '../run-directory.js';
import { readSafetensors } from '../safetensors.js';
import { loadWorkspaceData, type WorkspaceData } from './training-data.js';

/** A completed run, ready to score: the score of a pair is the dot product of two rows. */
export interface LoadedRun {
  manifest: RunManifest;
  data: WorkspaceData;
  dim: number;
  /** [users, dim], profile included. */
  users: Float32Array;
  /** [products, dim], normalised; cold products through the encoder. */
  products: Float32Array;
}

/**
 * Finds a run by id, or the `latest` completed one of the workspace (or of `dataset`). Throws
 * MissingArtifactError when there is none or when its data set or split was replaced since.
 */
export async function loadRun(
  workspace: string,
  runId: string,
  dataset?: string,
): Promise<LoadedRun> {
  const run = await withCatalog(workspace, 'read', (catalog) =>
    runId === 'latest' ? latestRun(catalog, { dataset }) : readRun(catalog, runId),
  );
  if (!run.isCurrent) {
    throw new MissingArtifactError(
      `Run ${run.runId} belongs to a version of data set ${run.dataset} or split ${run.split} that was replaced.`,
      { suggestions: [`Train again: \`vasg train --dataset ${run.dataset}\`.`] },
    );
  }
  const directory = new RunDirectory(workspace, run.runId);
  const manifest = await directory.readManifest();
  const tensors = await readSafetensors(directory.file('embeddings'));
  const data = await loadWorkspaceData(workspace, run.dataset, run.split);
  const { shape, data: users } = tensors.get('users')!;
  const dim = shape[1]!;
  return {
    manifest,
    data,
    dim,
    users: userVectors({
      users,
      encoded: tensors.get('encoded')!.data,
      dim,
      owned: data.owned,
      profileWeight: manifest.hyperparameters.profileWeight,
    }),
    products: normalizeRows(tensors.get('products')!.data, dim),
  };
}
