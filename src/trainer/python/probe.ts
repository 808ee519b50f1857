import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaNode } from 'execa';
import type { PythonEnvironment } from './environment.js';
import { packageRoot } from './installation.js';

/** Importing PyTorch for the first time reads a few GB from disk. */
const PROBE_TIMEOUT_MS = 120_000;

/** What PyTorch says about itself and the machine. */
export interface ProbeReport {
  torchVersion: string;
  /** CUDA that PyTorch was built for; absent in a CPU build. */
  cudaVersion?: string | undefined;
  /** The first CUDA device; absent when there is none that works. */
  device?: { name: string; freeBytes: number; totalBytes: number } | undefined;
}

export type ProbeResult = { report: ProbeReport } | { failure: string };

/** Beside this file, in the language that this file is in. */
const program = fileURLToPath(new URL(`probe-program${extname(import.meta.url)}`, import.meta.url));

/** Imports PyTorch in `environment`. A broken environment is a result, not an exception. */
export async function probePython(
  { executable }: PythonEnvironment,
  timeoutMs = PROBE_TIMEOUT_MS,
): Promise<ProbeResult> {
  const child = execaNode(program, {
    ipc: true,
    reject: false,
    stdin: 'ignore',
    timeout: timeoutMs,
    forceKillAfterDelay: 2_000,
    cwd: packageRoot,
    // Not the safe path: pythonia's own script imports what lies beside it.
    env: { PYTHON_BIN: executable, DEBUG: '' },
  });
  const message = child.getOneMessage().catch(() => undefined);
  const { timedOut, stderr } = await child;
  if (timedOut) return { failure: `PyTorch could not be imported within ${timeoutMs / 1000} s.` };
  return ((await message) as ProbeResult | undefined) ?? { failure: lastLines(stderr) };
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join('\n') || 'The probe ended without a word.';
}

/** Why CUDA cannot be used and what to do about it; undefined when it can. */
export function cudaProblem(report: ProbeReport): { detail: string; fix: string } | undefined {
  const { torchVersion, cudaVersion, device } = report;
  if (device !== undefined) return undefined;
  if (cudaVersion === undefined) {
    return {
      detail: `PyTorch ${torchVersion} is a CPU build`,
      fix: 'Point pip (PIP_INDEX_URL) to an index with CUDA builds of PyTorch and run `vasg setup --force`.',
    };
  }
  return {
    detail: `PyTorch ${torchVersion} finds no CUDA device`,
    fix: `Check with nvidia-smi that there is a GPU whose driver supports CUDA ${cudaVersion}.`,
  };
}
