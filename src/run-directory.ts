import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeAtomically } from './files/atomic-file.js';
import type { ModelSettings } from './config/models.js';
import { MissingArtifactError, UsageError, asStorageError } from './errors.js';
import { makeFolder } from './files/make-folder.js';
import type { StageSummary } from './trainer/events.js';

/** What a run was asked to do; written first, so that a killed run can be resumed from it. */
export type RunRequest = ModelSettings & RunIdentity;

interface RunIdentity {
  runId: string;
  dataset: string;
  split: string;
  preset: string;
  seed: number;
  /**
   * Whether products are placed with fused multiply-add, which gives other last bits than what every processor gives;
   * not when absent.
   */
  fusedMultiplyAdd?: boolean | undefined;
  /** Digests of what the run reads: a resume refuses other inputs. */
  inputs: { featuresSha256: string; splitHash: string };
  /** Of its model when it was started: a resume refuses to go on by another. 1 when absent. */
  trainingVersion?: number;
  /** Where its checkpoints are, relative to the workspace; the run's own folder when absent. */
  stateFolder?: string;
  /** ISO 8601. */
  startedAt: string;
}

/** What a completed run is; written last, so that its presence says that everything else is whole. */
export type RunManifest = RunRequest & RunOutcome;

interface RunOutcome {
  formatVersion: 1;
  counts: { users: number; products: number; warmProducts: number; trainEdges: number };
  featureDim: number;
  stages: StageSummary[];
  versions: Record<string, string>;
  device: string;
  completedAt: string;
  wallSeconds: number;
  /** SHA-256 in hex of each file of the run, by name. */
  files: Record<string, string>;
}

const RUN_ID_PATTERN = /^[a-z0-9-]{1,64}$/;

/** Paths and files of one run: `<workspace>/runs/<run-id>/`. */
export class RunDirectory {
  readonly folder: string;

  constructor(
    workspace: string,
    readonly runId: string,
  ) {
    // Ids come from the command line and become part of a path.
    if (!RUN_ID_PATTERN.test(runId)) {
      throw new UsageError(`"${runId}" is no run id.`, {
        suggestions: ['List the runs with `vasg query --name runs`.'],
      });
    }
    this.folder = path.join(workspace, 'runs', runId);
  }

  /** Where a local trainer of the run's own keeps checkpoints, and makes itself. */
  get checkpointFolder(): string {
    return path.join(this.folder, 'checkpoint');
  }

  file(name: 'embeddings' | 'encoder' | 'decoder'): string {
    return path.join(this.folder, `${name}.safetensors`);
  }

  /** Whether there is something to go on with. */
  get isStarted(): boolean {
    return existsSync(this.requestFile);
  }

  get isComplete(): boolean {
    return existsSync(this.manifestFile);
  }

  async create(request: RunRequest): Promise<void> {
    try {
      makeFolder(this.folder, { mode: 0o700 });
    } catch (error) {
      throw asStorageError(error, this.folder);
    }
    await writeJson(this.requestFile, request);
  }

  /** Deletes all of it. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async readRequest(): Promise<RunRequest> {
    return readJson<RunRequest>(
      this.requestFile,
      this.runId,
      'Without it the run cannot go on: train a new one.',
    );
  }

  async writeManifest(manifest: RunManifest): Promise<void> {
    await writeJson(this.manifestFile, manifest);
  }

  async readManifest(): Promise<RunManifest> {
    const advice = `Resume an unfinished one with \`vasg train --resume ${this.runId}\`.`;
    return readJson<RunManifest>(this.manifestFile, this.runId, advice);
  }

  private get requestFile(): string {
    return path.join(this.folder, 'request.json');
  }

  private get manifestFile(): string {
    return path.join(this.folder, 'manifest.json');
  }
}

/** `20261121t021503-x7k2`: sorts by time, unique without a lock, valid as a session id. */
export function newRunId(now: Date): string {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, '').toLowerCase();
  return `${time}-${randomBytes(3).toString('hex')}`;
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeAtomically(file, (handle) => handle.writeFile(`${JSON.stringify(value, null, 2)}\n`));
}

async function readJson<T extends RunRequest>(
  file: string,
  runId: string,
  advice: string,
): Promise<T> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as T;
    if (value.runId !== runId || typeof value.hyperparameters !== 'object') {
      throw new TypeError('It describes no run, or another one.');
    }
    return value;
  } catch (error) {
    throw new MissingArtifactError(`Run ${runId} has no readable ${path.basename(file)}.`, {
      cause: error,
      suggestions: ['List runs with `vasg query --name runs`.', advice],
    });
  }
}
