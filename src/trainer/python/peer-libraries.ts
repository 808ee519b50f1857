import { SetupError } from '../../errors.js';
import { findPython, type FindPythonOptions, type PythonEnvironment } from './environment.js';
import { evaluatePython } from './run-python.js';

/** Algorithms that `vasg.peers` fits, each with the library that has it. */
export const PEER_LIBRARIES = { itemknn: 'implicit', ease: 'cornac', als: 'implicit' } as const;
export type PeerName = keyof typeof PEER_LIBRARIES;

/** Whether a library can be found is known without importing it, which takes seconds. */
const PROGRAM = (names: readonly string[]): string => `
import importlib.util, json
def found(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:
        return False
print(json.dumps([name for name in ${JSON.stringify(names)} if not found(name)]))
`;

/** Python, and what it can fit. */
export interface PeerLibraries {
  python: PythonEnvironment;
  /** In the order of the question. */
  usable: readonly PeerName[];
  /** Those whose library is not there. */
  lacking: readonly PeerName[];
  /** What is missing and how to get it; null while nothing lacks. */
  error: SetupError | null;
}

/**
 * Which of `peers` the Python of the trainer has libraries for.
 *
 * @throws SetupError when there is no such Python.
 */
export async function findPeerLibraries(
  peers: readonly PeerName[],
  options: FindPythonOptions,
): Promise<PeerLibraries> {
  const python = await findPython(options);
  const libraries = [...new Set(peers.map((peer) => PEER_LIBRARIES[peer]))];
  const answer = await evaluatePython(python.executable, PROGRAM(libraries));
  if ('failure' in answer) throw new SetupError(`${python.executable}: ${answer.failure}`);
  const missing = answer.value as string[];
  const isUsable = (peer: PeerName): boolean => !missing.includes(PEER_LIBRARIES[peer]);
  const lacking = peers.filter((peer) => !isUsable(peer));
  const error = lacking.length === 0 ? null : librariesMissing(python, lacking, missing);
  return { python, usable: peers.filter(isUsable), lacking, error };
}

function librariesMissing(
  { executable, origin }: PythonEnvironment,
  lacking: readonly PeerName[],
  missing: readonly string[],
): SetupError {
  const fit = missing.length === 1 ? 'fits' : 'fit';
  return new SetupError(
    `${executable} lacks ${missing.join(' and ')}, which ${fit} ${lacking.join(', ')}.`,
    {
      code: 'PYTHON_PACKAGES_MISSING',
      suggestions: [
        origin === 'chosen'
          ? `Run \`${executable} -m pip install ${missing.join(' ')}\`, or unset VASG_PYTHON and run \`vasg setup --peers\`.`
          : 'Run `vasg setup --peers`.',
        'Or leave them out of --baselines.',
      ],
    },
  );
}
