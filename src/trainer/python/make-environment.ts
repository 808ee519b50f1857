import { cp, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { RunCancelledError, SetupError, StorageError } from '../../errors.js';
import { withTemporaryFolder } from '../../files/temporary-folder.js';
import { environmentExecutable } from './installation.js';
import type { Interpreter } from './interpreter.js';
import { evaluatePython, PYTHON_ENVIRONMENT } from './run-python.js';

const KEPT_LINES = 25;
/** The lines of pip that tell a person how far it is. */
const PIP_PROGRESS = /^\s*(Collecting|Downloading|Installing|Building|Successfully)\b/;

export interface MakeEnvironmentOptions {
  /** Where the virtual environment goes. */
  directory: string;
  /** Python that makes it; asked for only if there is none yet. */
  interpreter: () => Promise<Interpreter>;
  /** Folder with pyproject.toml and requirements.txt. */
  packageDirectory: string;
  /** Requirement files in the package folder. */
  requirements: readonly string[];
  /** Whether the environment runs the package from where it is, or gets a copy. */
  editable: boolean;
  /** Whether an existing environment is made anew. */
  force?: boolean;
  /** Told what happens, one line each. */
  report: (line: string) => void;
  signal?: AbortSignal;
}

type Run = (executable: string, args: string[]) => Promise<void>;

/**
 * Makes or completes the virtual environment of the trainer. Repeating it changes nothing; an
 * interrupted one is completed by the next.
 *
 * @returns its Python
 * @throws SetupError with pip's last lines when something cannot be installed
 */
export async function makeEnvironment(options: MakeEnvironmentOptions): Promise<string> {
  const { directory, packageDirectory, report } = options;
  const run: Run = (executable, args) => runReporting(executable, args, options);
  await makeVirtualEnvironment(options, run);
  const python = environmentExecutable(directory);
  const pip = (...args: string[]): Promise<void> =>
    run(python, ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', ...args]);
  report('Installing the Python packages; PyTorch is large, this can take minutes.');
  await pip(...options.requirements.flatMap((name) => ['-r', join(packageDirectory, name)]));
  report('Installing the trainer.');
  const build = ['--no-deps', '--no-build-isolation'];
  if (options.editable) await pip(...build, '-e', packageDirectory);
  else await withCopy(packageDirectory, (copy) => pip(...build, '--force-reinstall', copy));
  return python;
}

async function makeVirtualEnvironment(options: MakeEnvironmentOptions, run: Run): Promise<void> {
  const { directory, force = false, report } = options;
  if (!force && (await works(directory))) return;
  await refuseForeignFolder(directory);
  const { executable, version } = await options.interpreter();
  report(`Making a virtual environment in ${directory} with Python ${version}.`);
  await run(executable, ['-m', 'venv', '--clear', directory]);
}

/** An interrupted attempt leaves a Python without pip, an upgrade of the system one that does not run. */
async function works(directory: string): Promise<boolean> {
  const python = environmentExecutable(directory);
  if (!existsSync(python)) return false;
  return 'value' in (await evaluatePython(python, 'import pip; print(1)'));
}

/** `venv --clear` empties the folder, so it must be an environment or have nothing to lose. */
async function refuseForeignFolder(directory: string): Promise<void> {
  if (!existsSync(directory) || existsSync(join(directory, 'pyvenv.cfg'))) return;
  if ((await readdir(directory)).length === 0) return;
  throw new SetupError(`${directory} holds files but is no virtual environment.`, {
    code: 'NOT_AN_ENVIRONMENT',
    suggestions: ['Choose another folder with --dir.'],
  });
}

/** Building writes into the source folder, and that of an installed package may be read-only. */
function withCopy(source: string, use: (copy: string) => Promise<void>): Promise<void> {
  return withTemporaryFolder('vasg-package', async (folder) => {
    await cp(source, folder, { recursive: true });
    await use(folder);
  });
}

async function runReporting(
  executable: string,
  args: string[],
  { report, signal }: MakeEnvironmentOptions,
): Promise<void> {
  const child = execa(executable, args, {
    all: true,
    reject: false,
    stdin: 'ignore',
    env: PYTHON_ENVIRONMENT,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  for await (const line of child.iterable({ from: 'all' })) {
    if (PIP_PROGRESS.test(line)) report(line.trim());
  }
  const result = await child;
  if (!result.failed) return;
  // Ctrl-C in a terminal reaches pip too, which may have ended by it first.
  if (result.isCanceled || signal?.aborted === true)
    throw new RunCancelledError('The set-up was interrupted; run it again to go on.');
  const lastLines = result.all.trimEnd().split('\n').slice(-KEPT_LINES).join('\n  ');
  const message = `${result.shortMessage}\n  ${lastLines}`;
  if (result.all.includes('No space left on device')) {
    throw new StorageError(message, {
      suggestions: ['Free some space; PyTorch needs several GB.'],
    });
  }
  throw new SetupError(message, {
    code: 'PYTHON_INSTALL_FAILED',
    suggestions: [
      'Check the network and the package index that `pip config list` shows, then try again.',
    ],
  });
}
