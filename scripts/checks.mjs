// Static checks, cheap ones first. Each is one command that can be run by itself.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAndRead } from './run-and-read.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const local = (name) => path.join(root, 'node_modules', '.bin', name);
const python = (name) =>
  process.platform === 'win32'
    ? path.join(root, '.venv', 'Scripts', `${name}.exe`)
    : path.join(root, '.venv', 'bin', name);

const CHECKS = [
  [
    'format (TypeScript)',
    local('prettier'),
    ['--check', '--cache', '--cache-strategy', 'content', '--log-level', 'warn', '.'],
  ],
  ['format (Python)', python('ruff'), ['format', '--check', '--quiet', 'python']],
  ['contract', local('buf'), ['lint']],
  ['lint (Python)', python('ruff'), ['check', '--quiet', 'python']],
  [
    'types (Python)',
    python('mypy'),
    ['--config-file', 'python/pyproject.toml', 'python/src', 'python/tests'],
  ],
  ['types (TypeScript)', local('tsc'), ['-p', 'tsconfig.test.json']],
  ['lint (TypeScript)', local('eslint'), ['--max-warnings', '0', '.']],
  [
    'import rules',
    local('depcruise'),
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src'],
  ],
];

/** Runs all checks, one after another, prints the output of those that fail, returns their names. */
export async function runChecks() {
  const failed = [];
  for (const [name, command, args] of CHECKS) {
    const started = Date.now();
    const { text, end } = await runAndRead(command, args);
    const ok = end === 'status 0';
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (ok) continue;
    failed.push(name);
    console.log(`${text}${name}: ended with ${end}`);
  }
  return failed;
}
