import type { PythonEnvironment } from '../trainer/python/environment.js';
import { packageVersions, type PackageVersions } from '../trainer/python/package-versions.js';
import { cudaProblem, probePython, type ProbeReport } from '../trainer/python/probe.js';
import { failed, failedWith, note, ok, type Finding } from './finding.js';

const SETUP = 'Run `vasg setup`.';
const GIBIBYTE = 2 ** 30;

/** Which packages there are, against those that this version pins. */
export async function checkPackages(environment: PythonEnvironment): Promise<Finding> {
  const name = 'Python packages';
  try {
    const versions = await packageVersions(environment);
    return judgePackages(name, versions);
  } catch (error) {
    return failedWith(name, error, SETUP);
  }
}

function judgePackages(name: string, { python, packages }: PackageVersions): Finding {
  const missing = packages.filter(({ found }) => found === undefined);
  if (missing.length > 0) {
    return failed(name, `missing: ${missing.map((each) => each.name).join(', ')}`, SETUP);
  }
  const listed = packages.map(({ name: each, found }) => `${each} ${found}`).join(', ');
  const others = packages.filter(
    ({ found, pinned }) => pinned !== undefined && !matches(found, pinned),
  );
  if (others.length === 0) return ok(name, `Python ${python}; ${listed}`);
  const differences = others.map((each) => `${each.name} ${each.pinned}`).join(', ');
  return note(name, `Python ${python}; ${listed} (tested with ${differences})`);
}

/** PyTorch adds its build: `2.13.0+cpu` is a `2.13.0`. */
function matches(found: string | undefined, pinned: string): boolean {
  return found === pinned || found?.startsWith(`${pinned}+`) === true;
}

/** Whether PyTorch can be imported and, if it is asked for, use CUDA. */
export async function checkTorch(
  environment: PythonEnvironment,
  { cudaNeeded, signal }: { cudaNeeded: boolean; signal: AbortSignal },
): Promise<Finding[]> {
  const result = await probePython(environment, { signal });
  if ('failure' in result) {
    return [failed('PyTorch', result.failure, 'Run `vasg setup --force` to install it anew.')];
  }
  return [ok('PyTorch', result.report.torchVersion), judgeCuda(result.report, cudaNeeded)];
}

function judgeCuda(report: ProbeReport, needed: boolean): Finding {
  const problem = cudaProblem(report);
  if (problem === undefined) return ok('CUDA', describeDevice(report));
  return needed
    ? failed('CUDA', problem.detail, problem.fix)
    : note('CUDA', `${problem.detail}; training uses the CPU`);
}

function describeDevice({ device, cudaVersion }: ProbeReport): string {
  const gibibytes = (bytes = 0): string => `${(bytes / GIBIBYTE).toFixed(1)} GiB`;
  const memory = `${gibibytes(device?.totalBytes)}, ${gibibytes(device?.freeBytes)} free`;
  return `${device?.name}, ${memory}, CUDA ${cudaVersion}`;
}
