// Everything that must hold before a change lands: static checks, mocha, pytest; then one line of totals.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChecks } from './checks.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const pythonBin = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
const python = path.join(root, '.venv', ...pythonBin);

/** Runs a test runner, shows its output as it comes, returns its status and text. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      process.stdout.write(chunk);
    });
    child.on('close', (status, signal) => resolve({ end: signal ?? `status ${status}`, text }));
  });
}

const count = (text, pattern) => Number(text.match(pattern)?.[1] ?? 0);

const failedChecks = runChecks();
const mocha = await run(process.execPath, [
  path.join(root, 'node_modules/mocha/bin/mocha.js'),
  'test/**/*.test.ts',
]);
const pytest = await run(python, ['-m', 'pytest', 'python']);

const passed = count(mocha.text, /(\d+) passing/) + count(pytest.text, /(\d+) passed/);
const skipped = count(mocha.text, /(\d+) pending/) + count(pytest.text, /(\d+) skipped/);
/** Failures of a runner; one that died without saying how many there were has failed all the same. */
function failures(name, { end, text }, ...patterns) {
  const told = patterns.reduce((sum, pattern) => sum + count(text, pattern), 0);
  if (end === 'status 0') return told;
  if (told === 0) console.log(`${name} ended with ${end} and named no failure.`);
  return Math.max(told, 1);
}

const failed =
  failedChecks.length +
  failures('mocha', mocha, /(\d+) failing/) +
  failures('pytest', pytest, /(\d+) failed/, /(\d+) errors?\b/);

console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
