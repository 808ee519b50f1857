import { join } from 'node:path';
import { SetupError } from '../../errors.js';
import { withTemporaryFolder } from '../../files/temporary-folder.js';
import { readSafetensors, writeSafetensors } from '../../safetensors.js';
import type { PythonEnvironment } from './environment.js';
import type { ProjectInput } from './project-program.js';
import { runPythonia } from './run-pythonia.js';

/** A few hundred rows take seconds; importing scikit-learn for the first time may take as long. */
const PROJECTION_TIMEOUT_MS = 300_000;

/** Perplexity of the paper's Figure 2b. */
const PAPER_PERPLEXITY = 30;

export interface ProjectOptions {
  method: 'pca' | 't-sne';
  /** Row-major, rows x `dim`; at most 1,000 rows. */
  vectors: Float32Array;
  dim: number;
  /** Of t-SNE, 0 to 4294967295; PCA does not depend on it. */
  seed: number;
  /** Of t-SNE; lowered where there are too few rows. Default: the paper's 30. */
  perplexity?: number;
  /** Python with scikit-learn: that of `findPython`. */
  python: PythonEnvironment;
  signal?: AbortSignal | undefined;
}

export interface Projected {
  /** Row-major, rows x 2: x and y. */
  points: Float32Array;
  /** Share of the variance along x and y, 0 to 1; null for t-SNE. */
  explainedVariance: [x: number, y: number] | null;
}

/**
 * Puts vectors on a plane with scikit-learn (Figure 2, section 5). Same vectors and seed, same points on
 * one machine.
 *
 * @throws SetupError when scikit-learn is missing or Python fails
 * @throws RunCancelledError when `signal` aborts
 */
export function projectEmbeddings(options: ProjectOptions): Promise<Projected> {
  return withTemporaryFolder('vasg-project', (folder) => projectIn(folder, options));
}

async function projectIn(folder: string, options: ProjectOptions): Promise<Projected> {
  const { method, vectors, dim, seed, perplexity = PAPER_PERPLEXITY, python, signal } = options;
  const source = join(folder, 'vectors.safetensors');
  const target = join(folder, 'points.safetensors');
  const shape = [vectors.length / dim, dim];
  await writeSafetensors(source, new Map([['vectors', { shape, data: vectors }]]));
  const input: ProjectInput = { source, target, method, perplexity, seed };
  const answer = await runPythonia<true>({
    python,
    program: 'project-program',
    input,
    timeoutMs: PROJECTION_TIMEOUT_MS,
    signal,
  });
  if ('failure' in answer) throw projectionFailed(python, answer.failure);
  const written = await readSafetensors(target);
  const [x = 0, y = 0] = written.get('explained_variance')?.data ?? [];
  const points = written.get('points')?.data ?? new Float32Array();
  return { points, explainedVariance: method === 'pca' ? [x, y] : null };
}

function projectionFailed({ executable, origin }: PythonEnvironment, failure: string): SetupError {
  const missing = /No module named '(?<name>[\w.]+)'/.exec(failure)?.groups?.name;
  if (missing === undefined) {
    return new SetupError(`The embeddings cannot be projected: ${failure}`, {
      code: 'PROJECTION_FAILED',
    });
  }
  const name = missing.startsWith('sklearn') ? 'scikit-learn' : missing;
  const install = `${executable} -m pip install scikit-learn`;
  return new SetupError(`${executable} lacks ${name}, which projects the embeddings.`, {
    code: 'PYTHON_PACKAGES_MISSING',
    suggestions: [origin === 'chosen' ? `Run \`${install}\`.` : 'Run `vasg setup`.'],
  });
}
