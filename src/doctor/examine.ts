import { findPython, type PythonEnvironment } from '../trainer/python/environment.js';
import type { DeviceChoice } from '../trainer/process/start-trainer.js';
import { checkCatalog, checkFolder } from './check-folders.js';
import { checkPackages, checkTorch } from './check-python.js';
import { checkTrainer } from './check-trainer.js';
import { failed, failedWith, ok, type Finding } from './finding.js';

const MINIMUM_NODE = [20, 19] as const;

export interface ExamineOptions {
  workspace: string;
  /** The user's cache folder. */
  cacheFolder: string;
  device: DeviceChoice;
  python?: string | undefined;
  /** Told each finding as it is made. */
  onFinding: (finding: Finding) => void;
  signal: AbortSignal;
}

/** Looks at everything that the other commands need. */
export async function examine(options: ExamineOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of checks(options)) {
    options.signal.throwIfAborted();
    findings.push(finding);
    options.onFinding(finding);
  }
  return findings;
}

async function* checks(options: ExamineOptions): AsyncGenerator<Finding> {
  const { workspace, cacheFolder, device, signal } = options;
  yield checkNode(process.versions.node);
  yield await checkFolder('Workspace', workspace, 'Choose another folder with --workspace.');
  yield await checkFolder('Cache', cacheFolder, 'Set XDG_CACHE_HOME to a folder you may write to.');
  yield await checkCatalog();
  const python = await locatePython(options);
  if ('status' in python) {
    yield python;
    return;
  }
  yield ok('Python', python.executable);
  yield await checkPackages(python);
  yield* await checkTorch(python, { cudaNeeded: device === 'cuda', signal });
  yield await checkTrainer(python, device, signal);
}

/** Whether `version` is what `engines` in package.json asks for. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
  return fits
    ? ok('Node', version)
    : failed('Node', version, `Install Node ${MINIMUM_NODE.join('.')} or newer.`);
}

async function locatePython({
  python,
  cacheFolder,
}: ExamineOptions): Promise<PythonEnvironment | Finding> {
  try {
    return await findPython({ chosen: python, cacheFolder });
  } catch (error) {
    return failedWith('Python', error, 'Run `vasg setup`.');
  }
}
