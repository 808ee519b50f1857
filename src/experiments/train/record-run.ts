import { withCatalog, type Catalog } from '../../catalog/connection.js';
import { replaceEmbeddings } from '../../catalog/embeddings.js';
import { patiently, type Waiter } from '../../catalog/patience.js';
import { deleteRun, findRun, insertRun, updateRun, type RunRecord } from '../../catalog/runs.js';
import {
  replaceTrainingProgress,
  type TrainingProgressRow,
} from '../../catalog/training-progress.js';
import { changesOf } from '../../config/changes.js';
import { RunCancelledError, UsageError } from '../../errors.js';
import type { RunDirectory, RunManifest, RunRequest } from '../../run-directory.js';
import { readSafetensors } from '../../safetensors.js';
import { productDegrees } from '../../splitting/views.js';
import type { ServerInfo } from '../../trainer/client.js';
import { directionLength, rowLength } from '../../config/row-length.js';
import { requestHash, trainingVersionOf } from '../runs/request-hash.js';
import { deviceKindOf, versionsOf } from '../runs/trained-on.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/** A run whose files are whole. */
export interface CompletedRun {
  directory: RunDirectory;
  manifest: RunManifest;
  /** What it was trained on. */
  data: WorkspaceData;
  progressRows: TrainingProgressRow[];
}

/** Where runs are recorded, and who waits while the catalog is in use. */
export interface Recorder extends Waiter {
  workspace: string;
}

/** Code of the error of a run that would go on on another kind of device. */
export const OTHER_DEVICE = 'OTHER_DEVICE';

/**
 * Enters a run that starts or goes on in the catalog. Throws UsageError (`OTHER_DEVICE`) when it was started on
 * another kind of device: its checkpoints would make it a model that neither device gives.
 */
export async function recordStart(
  recorder: Recorder,
  request: RunRequest,
  trainer: ServerInfo,
): Promise<void> {
  const told = { device: trainer.deviceName, versions: versionsOf(trainer) };
  await patiently(recorder, () =>
    withCatalog(recorder.workspace, 'write', async (catalog) => {
      const known = await findRun(catalog, request.runId);
      const startedOn = known && deviceKindOf(known);
      if (startedOn !== undefined && startedOn !== deviceKindOf(told)) {
        throw otherDevice(request.runId, startedOn);
      }
      await insertRun(catalog, { ...recordOf(request), ...told, status: 'running' });
    }),
  );
}

function otherDevice(runId: string, startedOn: 'cpu' | 'cuda'): UsageError {
  return new UsageError(
    `Run ${runId} was started on ${DEVICES[startedOn]}, this trainer has another device.`,
    {
      code: OTHER_DEVICE,
      suggestions: [`Resume it with \`--device ${startedOn}\`, or train a new run.`],
    },
  );
}

const DEVICES = { cpu: 'a CPU', cuda: 'CUDA' } as const;

/** Forgets a run that did not come to its first step, as far as the catalog can be had. */
export async function forgetRun(directory: RunDirectory, workspace: string): Promise<void> {
  await directory.remove();
  await withCatalog(workspace, 'write', (catalog) => deleteRun(catalog, directory.runId)).catch(
    () => undefined,
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
 * catalog be in use for longer than anybody waits, nothing is lost and `vasg train --resume` records the run later.
 */
export async function recordRun(
  recorder: Recorder,
  { directory, manifest, data, progressRows }: CompletedRun,
): Promise<void> {
  const tensors = await readSafetensors(
    directory.file('embeddings'),
    manifest.files['embeddings.safetensors'],
  );
  const users = tensors.get('users')!;
  const products = tensors.get('products')!;
  const lengths = { rowLength: rowLength(manifest), dim: directionLength(manifest) };
  const degrees = productDegrees(data.train, data.split.numProducts);
  const store = async (catalog: Catalog): Promise<void> => {
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
      rows: users.data,
      ...lengths,
      part: Array.from({ length: users.shape[0]! }, () => 'warm' as const),
    });
    await replaceEmbeddings(catalog, manifest.runId, 'product', {
      rows: products.data,
      ...lengths,
      part: Array.from(degrees, (degree) => (degree > 0 ? 'warm' : 'cold')),
    });
  };
  await patiently(recorder, () => withCatalog(recorder.workspace, 'write', store));
}

function recordOf(
  request: RunRequest,
): Omit<RunRecord, 'status' | 'versions'> & { splitInputHash: string } {
  const { runId, dataset, split, model, preset, seed, startedAt } = request;
  const { hyperparameters, fusedMultiplyAdd = false } = request;
  return {
    ...{ runId, dataset, split, model, preset, seed, startedAt },
    changes: changesOf(request),
    requestHash: requestHash(request, trainingVersionOf(request)),
    config: { ...hyperparameters, fusedMultiplyAdd },
    splitInputHash: request.inputs.splitHash,
  };
}
