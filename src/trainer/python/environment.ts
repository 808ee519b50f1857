import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../../errors.js';
import { environmentExecutable, packageRoot } from './installation.js';
import { evaluatePython, resolveExecutable } from './run-python.js';

/** What must be importable; looked up without importing, since importing PyTorch takes seconds. */
const MODULES = [
  'vasg.trainer',
  'torch',
  'grpc',
  'grpc_health.v1',
  'numpy',
  'safetensors',
  'google.protobuf',
];

const PROGRAM = `
import importlib.util, json
def found(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:
        return False
print(json.dumps([name for name in ${JSON.stringify(MODULES)} if not found(name)]))
`;

/** A Python that can run the trainer. */
export interface PythonEnvironment {
  executable: string;
  /** How it was found. */
  origin: 'chosen' | 'package' | 'cache';
}

export interface FindPythonOptions {
  /** Path from a flag; default is the environment variable VASG_PYTHON. */
  chosen?: string | undefined;
  /** The user's cache folder, where `vasg setup` makes the environment of an installed package. */
  cacheFolder?: string | undefined;
  /** Folder of this package. */
  root?: string;
}

function candidates(options: FindPythonOptions): PythonEnvironment[] {
  const chosen = options.chosen ?? process.env.VASG_PYTHON;
  if (chosen !== undefined && chosen !== '') {
    return [{ executable: resolveExecutable(chosen), origin: 'chosen' }];
  }
  const found: PythonEnvironment[] = [
    {
      executable: environmentExecutable(join(options.root ?? packageRoot, '.venv')),
      origin: 'package',
    },
  ];
  if (options.cacheFolder !== undefined) {
    found.push({
      executable: environmentExecutable(join(options.cacheFolder, 'python')),
      origin: 'cache',
    });
  }
  return found.filter(({ executable }) => existsSync(executable));
}

/**
 * The Python that runs the trainer: the chosen one, that of the checkout's `.venv`, or that of
 * `vasg setup`.
 *
 * @throws SetupError when there is none or when it lacks packages
 */
export async function findPython(options: FindPythonOptions = {}): Promise<PythonEnvironment> {
  const [environment] = candidates(options);
  if (environment === undefined) {
    throw new SetupError('The Python environment for training has not been made yet.', {
      code: 'PYTHON_ENVIRONMENT_MISSING',
      suggestions: ['Run `vasg setup`.'],
    });
  }
  const answer = await evaluatePython(environment.executable, PROGRAM);
  if ('failure' in answer) {
    throw new SetupError(`${environment.executable} does not run: ${answer.failure}`, {
      code: 'PYTHON_BROKEN',
      suggestions: [
        environment.origin === 'chosen'
          ? 'Correct --python or VASG_PYTHON, or leave both out to use the environment of `vasg setup`.'
          : 'Run `vasg setup --force` to make the Python environment anew.',
      ],
    });
  }
  const missing = answer.value as string[];
  if (missing.length > 0) throw packagesMissing(environment, missing);
  return environment;
}

function packagesMissing({ executable, origin }: PythonEnvironment, missing: string[]): SetupError {
  return new SetupError(`${executable} lacks ${missing.join(', ')}.`, {
    code: 'PYTHON_PACKAGES_MISSING',
    suggestions: [
      origin === 'chosen'
        ? 'Unset VASG_PYTHON to use the environment of `vasg setup`, or install the packages there.'
        : 'Run `vasg setup` to install what is missing.',
    ],
  });
}
