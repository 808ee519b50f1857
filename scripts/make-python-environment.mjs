/** The bootstrap's Python step: the environment of `vasg setup` in ./.venv, with what tests need added. */
import { join } from 'node:path';
import { packageRoot, pythonPackageDirectory } from '../src/trainer/python/installation.ts';
import { findInterpreter } from '../src/trainer/python/interpreter.ts';
import { makeEnvironment } from '../src/trainer/python/make-environment.ts';

try {
  await makeEnvironment({
    directory: join(packageRoot, '.venv'),
    interpreter: () => findInterpreter(),
    packageDirectory: pythonPackageDirectory,
    requirements: ['requirements.txt', 'requirements-dev.txt'],
    editable: true,
    report: (line) => process.stderr.write(`${line}\n`),
  });
} catch (error) {
  process.stderr.write(`${error.exitCode === undefined ? error.stack : error.message}\n`);
  process.exitCode = 1;
}
