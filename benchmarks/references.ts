import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../src/trainer/python/installation.js';

const run = promisify(execFile);
const folder = join(packageRoot, 'benchmarks', 'reference');

/** A reference that this machine cannot run; the message says why. */
export class ReferenceMissing extends Error {}

/** Runs a program that prints its speed first. */
export type Reference = (...parameters: (string | number)[]) => Promise<number>;

/** Compiles `reference/<name>.c` for this machine. */
export async function compileReference(name: string, outFolder: string): Promise<Reference> {
  const program = join(outFolder, name);
  const source = join(folder, `${name}.c`);
  try {
    await run('cc', ['-O3', '-march=native', '-std=c11', '-o', program, source]);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ReferenceMissing(
      missing ? 'there is no C compiler `cc`' : `\`cc\` does not compile ${name}.c here`,
    );
  }
  return (...parameters) => speedOf(program, parameters);
}

/** A file of `reference/`. */
export const referencePath = (name: string): string => join(folder, name);

/** A script of `reference/` for the Python of the virtual environment. */
export function pythonReference(script: string): Reference {
  const python = pythonPath();
  return (...parameters) => speedOf(python, [join(folder, script), ...parameters]);
}

/** Where the virtual environment has its programs, if it exists. */
export function pythonFolder(): string {
  return join(packageRoot, '.venv', process.platform === 'win32' ? 'Scripts' : 'bin');
}

/** The Python of the virtual environment. */
export function pythonPath(): string {
  const python = join(pythonFolder(), process.platform === 'win32' ? 'python.exe' : 'python');
  if (!existsSync(python)) throw new ReferenceMissing('there is no virtual environment');
  return python;
}

/**
 * The Python that VASG_REFERENCE_PYTHON names, else that of the virtual environment.
 *
 * @throws ReferenceMissing where `imports` cannot be run there.
 */
export async function referencePython(library: { imports: string; name: string }): Promise<string> {
  const python = process.env.VASG_REFERENCE_PYTHON ?? pythonPath();
  if (await canImport(python, library.imports)) return python;
  throw new ReferenceMissing(
    `${python} has no ${library.name}; VASG_REFERENCE_PYTHON can name one that has (CONTRIBUTING.md)`,
  );
}

/** What a script of `reference/` prints. */
export async function outputOf(
  python: string,
  script: string,
  parameters: readonly string[],
): Promise<string> {
  const { stdout } = await run(python, [join(folder, script), ...parameters]);
  return stdout;
}

/**
 * Whether a Python can run these imports. Name something inside a package: any folder of its name, where the command
 * is run, can be imported as an empty one.
 */
async function canImport(python: string, imports: string): Promise<boolean> {
  try {
    await run(python, ['-c', imports]);
    return true;
  } catch {
    return false;
  }
}

async function speedOf(program: string, parameters: (string | number)[]): Promise<number> {
  const { stdout } = await run(program, parameters.map(String));
  return parseFloat(stdout);
}
