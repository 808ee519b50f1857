import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';

/** Folder of this package: that of package.json, whether we run from src/ or from dist/. */
export const packageRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** Folder of the Python package that is shipped with this one. */
export const pythonPackageDirectory = join(packageRoot, 'python');

/** Whether this is a checkout of the repository and not an installed package. */
export function isCheckout(root = packageRoot): boolean {
  return existsSync(join(root, 'tsconfig.json'));
}

/** Where `vasg setup` puts the environment when nobody says otherwise. */
export function defaultEnvironmentDirectory(cacheFolder: string, root = packageRoot): string {
  return isCheckout(root) ? join(root, '.venv') : join(cacheFolder, 'python');
}

/** The Python of a virtual environment. */
export function environmentExecutable(directory: string): string {
  return windows ? join(directory, 'Scripts', 'python.exe') : join(directory, 'bin', 'python');
}
