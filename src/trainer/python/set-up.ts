import { SetupError } from '../../errors.js';
import { findPython } from './environment.js';
import { defaultEnvironmentDirectory, isCheckout, pythonPackageDirectory } from './installation.js';
import { findInterpreter } from './interpreter.js';
import { makeEnvironment } from './make-environment.js';
import { cudaProblem, probePython, type ProbeReport } from './probe.js';

export interface SetUpOptions {
  /** The user's cache folder. */
  cacheFolder: string;
  /** Where the environment goes; default depends on how we are installed. */
  directory: string | undefined;
  /** Python that makes it; default: the first that will do. */
  interpreter: string | undefined;
  cudaNeeded: boolean;
  /** Whether to install the libraries of peers too (`peer-libraries.ts`). */
  peers: boolean;
  force: boolean;
  report: (line: string) => void;
  signal: AbortSignal;
}

export interface SetupResult {
  directory: string;
  executable: string;
  torchVersion: string;
  /** CUDA that PyTorch was built for; null in a CPU build. */
  cudaVersion: string | null;
  /** Name of the GPU, or `cpu`. */
  device: string;
}

/**
 * Makes the Python environment and checks that PyTorch works in it.
 *
 * @throws SetupError when something cannot be installed, or CUDA is needed and missing
 */
export async function setUpPython(options: SetUpOptions): Promise<SetupResult> {
  const { report, signal, force } = options;
  const directory = options.directory ?? defaultEnvironmentDirectory(options.cacheFolder);
  const executable = await makeEnvironment({
    directory,
    interpreter: () => findInterpreter(options.interpreter),
    packageDirectory: pythonPackageDirectory,
    requirements: ['requirements.txt', ...(options.peers ? ['requirements-peers.txt'] : [])],
    editable: isCheckout(),
    force,
    report,
    signal,
  });
  report('Checking PyTorch.');
  const environment = await findPython({ chosen: executable });
  const result = await probePython(environment, { signal });
  if ('failure' in result) throw new SetupError(`PyTorch cannot be imported: ${result.failure}`);
  if (options.cudaNeeded) requireCuda(result.report);
  const { torchVersion, cudaVersion = null, device } = result.report;
  return { directory, executable, torchVersion, cudaVersion, device: device?.name ?? 'cpu' };
}

function requireCuda(report: ProbeReport): void {
  const problem = cudaProblem(report);
  if (problem === undefined) return;
  throw new SetupError(`${problem.detail}.`, { code: 'CUDA_MISSING', suggestions: [problem.fix] });
}
