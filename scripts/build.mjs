/**
 * Compiles src/ into dist/, copies style sheets, removes what no source stands behind any more (a command whose file
 * was deleted would otherwise still be offered), and lists the commands in oclif.manifest.json, so that a call loads
 * the one command it needs instead of all.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const buildInfo = join(root, '.bootstrap', 'tsconfig.tsbuildinfo');

// The compiler trusts its notes and emits nothing for a file that it has compiled before.
if (!existsSync(dist)) rmSync(buildInfo, { force: true });

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.json')], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(1);

const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

const source = join(root, 'src');
for (const file of files(source).filter((name) => name.endsWith('.css'))) {
  // A folder of style sheets alone is none that the compiler makes.
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(source, file), join(dist, file));
}

for (const file of files(dist)) {
  const origins = ['.ts', '.tsx'].map((end) => file.replace(/(\.d\.ts|\.js)(\.map)?$/, end));
  if (!origins.some((origin) => existsSync(join(source, origin)))) rmSync(join(dist, file));
}

const oclif = createRequire(import.meta.url).resolve('oclif/bin/run.js');
const manifest = spawnSync(process.execPath, [oclif, 'manifest', root], {
  cwd: root,
  encoding: 'utf8',
});
if (manifest.status !== 0) {
  process.stderr.write(`${manifest.stdout}${manifest.stderr}`);
  process.exit(1);
}
