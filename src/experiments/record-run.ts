import { withCatalog } from '../catalog/connection.js';
import { replaceEmbeddings } from '../catalog/embeddings.js';
import { insertRun, updateRun, type RunRecord } from '../catalog/runs.js';
import { replaceTrainingProgress, type TrainingProgressRow } from '../catalog/training-progress.js';
import { RunCancelledError } from '../errors.js';
import type { RunDirectory, RunManifest, RunRequest } from '../run-directory.js';
import { readSafetensors } from '../safetensors.js';
import { productDegrees } from '../splitting/views.js';
import { packageVersion } from '../version.js';
import { requestHash } from './request-hash.js';
import type { WorkspaceData } from './training-data.js';

/** Enters a run that starts or goes on in the catalog. */
export async function recordStart(workspace: string, request: RunRequest): Promise<void> {
  await withCatalog(workspace, 'write', (catalog) =>
    insertRun(catalog, { ...recordOf(request), status: 'running' }),
  );
}

/** Notes in the catalog, if it can be had, why a run ended early. */
export async function recordFailure(
  workspace: string,
  runId: string,
  error: unknown,
): Promise<void> {
  await withCatalog(workspace, 'write', (catalog) =>
    updateRun(catalog, runId, {
      status: error instanceof RunCancelledError ? 'cancelled' : 'failed',
      error: error instanceof Error ? error.message : String(error),
    }),
  ).catch(() => undefined);
}

/**
 * Copies a completed run into the catalog, in one transaction. The run directory is the truth: should the
 * catalog be locked just then, nothing is lost and `vasg train --resume` records the run later.
 */
export async function recordRun(
  workspace: string,
  directory: RunDirectory,
  manifest: RunManifest,
  data: WorkspaceData,
  progressRows: TrainingProgressRow[],
): Promise<void> {
  const tensors = await readSafetensors(
    directory.file('embeddings'),
    manifest.files['embeddings.safetensors'],
  );
  const users = tensors.get('users')!;
  const products = tensors.get('products')!;
  const degrees = productDegrees(data.train, data.split.numProducts);
  await withCatalog(workspace, 'write', async (catalog) => {
    await insertRun(catalog, {
      ...recordOf(manifest),
      status: 'completed',
      device: manifest.device,
      versions: manifest.versions,
      completedAt: manifest.completedAt,
      wallSeconds: manifest.wallSeconds,
    });
    if (progressRows.length > 0)
      await replaceTrainingProgress(catalog, manifest.runId, progressRows);
    await replaceEmbeddings(catalog, manifest.runId, 'user', {
      vectors: users.data,
      dim: users.shape[1]!,
      part: Array.from({ length: users.shape[0]! }, () => 'warm' as const),
    });
    await replaceEmbeddings(catalog, manifest.runId, 'product', {
      vectors: products.data,
      dim: products.shape[1]!,
      part: Array.from(degrees, (degree) => (degree > 0 ? 'warm' : 'cold')),
    });
  });
}

function recordOf(request: RunRequest): Omit<RunRecord, 'status'> & { splitInputHash: string } {
  const { runId, dataset, split, model, preset, seed, startedAt, hyperparameters } = request;
  return {
    ...{ runId, dataset, split, model, preset, seed, startedAt },
    requestHash: requestHash(request),
    config: { ...hyperparameters },
    splitInputHash: request.inputs.splitHash,
    versions: { vasg: packageVersion },
  };
}
