import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../../errors.js';
import type { PythonEnvironment } from './environment.js';
import { pythonPackageDirectory } from './installation.js';
import { evaluatePython } from './run-python.js';

const PROGRAM = (names: readonly string[]): string => `
import importlib.metadata, json, platform
def version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
found = {name: version(name) for name in ${JSON.stringify(names)}}
print(json.dumps({"python": platform.python_version(), "found": found}))
`;

export interface PackageVersions {
  /** Version of Python. */
  python: string;
  packages: {
    name: string;
    /** Absent when it is not installed. */
    found: string | undefined;
    /** Absent when it depends on the version of Python. */
    pinned: string | undefined;
  }[];
}

/** The pins of requirements.txt by package; a package with several has none that holds everywhere. */
export function parsePins(requirements: string): Map<string, string | undefined> {
  const pins = new Map<string, string | undefined>();
  for (const line of requirements.split('\n')) {
    const match = /^(?<name>[\w-]+)==(?<version>[^;\s]+)/.exec(line);
    if (match?.groups === undefined) continue;
    const { name, version } = match.groups as { name: string; version: string };
    pins.set(name, pins.has(name) ? undefined : version);
  }
  return pins;
}

/** Versions of the packages that the trainer runs with, the trainer's own included. */
export async function packageVersions({ executable }: PythonEnvironment): Promise<PackageVersions> {
  const requirements = await readFile(join(pythonPackageDirectory, 'requirements.txt'), 'utf8');
  const pins = parsePins(requirements).set('vasg', undefined);
  const answer = await evaluatePython(executable, PROGRAM([...pins.keys()]));
  if ('failure' in answer) throw new SetupError(`${executable}: ${answer.failure}`);
  const { python, found } = answer.value as {
    python: string;
    found: Record<string, string | null>;
  };
  const packages = [...pins].map(([name, pinned]) => ({
    name,
    pinned,
    found: found[name] ?? undefined,
  }));
  return { python, packages };
}
