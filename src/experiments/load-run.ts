import { withCatalog } from '../catalog/connection.js';
import { latestRun, readRun, type StoredRun } from '../catalog/runs.js';
import { InputDataError, MissingArtifactError } from '../errors.js';
import { normalizeRows } from '../evaluation/normalize.js';
import { userVectors } from '../recommend/user-vectors.js';
import { RunDirectory, type RunManifest } from '../run-directory.js';
import { readSafetensors, type TensorMap } from '../safetensors.js';
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
  requireCurrent(run);
  const directory = new RunDirectory(workspace, run.runId);
  const manifest = await directory.readManifest();
  const file = directory.file('embeddings');
  const tensors = await readSafetensors(file);
  const data = await loadWorkspaceData(workspace, run.dataset, run.split);
  const dim = manifest.hyperparameters.embeddingDim;
  const { numUsers, numProducts } = data.split;
  const matrix = (name: string, rows: number) => matrixOf(tensors, name, [rows, dim], file);
  return {
    manifest,
    data,
    dim,
    users: userVectors({
      users: matrix('users', numUsers),
      encoded: matrix('encoded', numProducts),
      dim,
      owned: data.owned,
      profileWeight:
        'profileWeight' in manifest.hyperparameters ? manifest.hyperparameters.profileWeight : 0,
    }),
    products: normalizeRows(matrix('products', numProducts), dim),
  };
}

function matrixOf(
  tensors: TensorMap,
  name: string,
  shape: [rows: number, dim: number],
  file: string,
): Float32Array {
  const tensor = tensors.get(name);
  if (tensor?.shape.join() === shape.join()) return tensor.data;
  throw new InputDataError(`${file} holds no tensor "${name}" of ${shape.join(' x ')}.`, {
    code: 'EMBEDDINGS_DAMAGED',
    suggestions: ['Train the model again, or restore the file.'],
  });
}

/** Throws MissingArtifactError when the data set or split of a run was replaced since. */
export function requireCurrent(run: StoredRun): void {
  if (run.isCurrent) return;
  throw new MissingArtifactError(
    `Run ${run.runId} belongs to a version of data set ${run.dataset} or split ${run.split} that was replaced.`,
    { suggestions: [`Train again: \`vasg train --dataset ${run.dataset}\`.`] },
  );
}
