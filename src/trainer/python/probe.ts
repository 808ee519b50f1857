import type { PythonEnvironment } from './environment.js';
import type { PythonAnswer } from './pythonia-program.js';
import { runPythonia } from './run-pythonia.js';

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

export type ProbeResult = PythonAnswer<ProbeReport>;

/**
 * Imports PyTorch in `environment`. A broken environment is a result, not an exception.
 *
 * @throws RunCancelledError when `signal` aborts
 */
export function probePython(
  environment: PythonEnvironment,
  { timeoutMs = PROBE_TIMEOUT_MS, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<ProbeResult> {
  return runPythonia<ProbeReport>({
    python: environment,
    program: 'probe-program',
    timeoutMs,
    signal,
  });
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
