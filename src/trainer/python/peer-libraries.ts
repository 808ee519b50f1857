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

/**
 * The Python that fits `peers`.
 *
 * @throws SetupError when there is none, or when it lacks a library of theirs.
 */
export async function findPeerPython(
  peers: readonly PeerName[],
  options: FindPythonOptions,
): Promise<PythonEnvironment> {
  const python = await findPython(options);
  const libraries = [...new Set(peers.map((peer) => PEER_LIBRARIES[peer]))];
  const answer = await evaluatePython(python.executable, PROGRAM(libraries));
  if ('failure' in answer) throw new SetupError(`${python.executable}: ${answer.failure}`);
  const missing = answer.value as string[];
  if (missing.length > 0) throw librariesMissing(python, peers, missing);
  return python;
}

function librariesMissing(
  { executable, origin }: PythonEnvironment,
  peers: readonly PeerName[],
  missing: readonly string[],
): SetupError {
  const needing = peers.filter((peer) => missing.includes(PEER_LIBRARIES[peer]));
  const fit = needing.length === 1 ? 'fits' : 'fit';
  return new SetupError(
    `${executable} lacks ${missing.join(' and ')}, which ${fit} ${needing.join(', ')}.`,
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
