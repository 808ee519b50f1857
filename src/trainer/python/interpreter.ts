import { SetupError } from '../../errors.js';
import { evaluatePython, resolveExecutable } from './run-python.js';

/** Oldest Python that the trainer supports. */
const MINIMUM_PYTHON = [3, 10] as const;

const MINIMUM_NAME = MINIMUM_PYTHON.join('.');
const NAMES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

const PROGRAM = `
import importlib.util, json, sys
missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
print(json.dumps({"executable": sys.executable, "version": list(sys.version_info[:3]), "missing": missing}))
`;

interface Report {
  executable: string;
  version: [number, number, number];
  missing: string[];
}

/** A Python that can make virtual environments. */
export interface Interpreter {
  executable: string;
  /** E.g. `3.11.7`. */
  version: string;
}

/** Why `name` will not do, or the interpreter. */
async function examine(name: string): Promise<Interpreter | string> {
  const answer = await evaluatePython(resolveExecutable(name), PROGRAM);
  if ('failure' in answer) return `${name}: ${answer.failure}`;
  const { executable, version, missing } = answer.value as Report;
  const versionName = version.join('.');
  if (version[0] !== 3 || version[1] < MINIMUM_PYTHON[1]) {
    return `${name}: version ${versionName}, ${MINIMUM_NAME} or newer is needed`;
  }
  if (missing.length > 0) {
    return (
      `${name}: version ${versionName}, but it cannot make virtual environments ` +
      `(on Debian and Ubuntu install python${version[0]}.${version[1]}-venv or python3-venv)`
    );
  }
  return { executable, version: versionName };
}

/**
 * The first Python >= 3.10 that can make virtual environments; `chosen` (a flag's or VASG_PYTHON's value)
 * is then the only candidate.
 *
 * @throws SetupError listing each candidate and what is wrong with it
 */
export async function findInterpreter(
  chosen = process.env.VASG_PYTHON,
  names: readonly string[] = NAMES,
): Promise<Interpreter> {
  const candidates = chosen === undefined || chosen === '' ? names : [chosen];
  const rejected: string[] = [];
  for (const name of candidates) {
    const found = await examine(name);
    if (typeof found !== 'string') return found;
    rejected.push(found);
  }
  throw new SetupError(`No usable Python was found. Tried:\n  ${rejected.join('\n  ')}`, {
    code: 'PYTHON_MISSING',
    suggestions: [
      `Install Python ${MINIMUM_NAME} or newer with its venv module, or name one with VASG_PYTHON.`,
    ],
  });
}
