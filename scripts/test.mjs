// Everything that must hold before a change lands: mocha, and beside it static checks and pytest; then one line of totals.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChecks } from './checks.mjs';
import { runAndRead } from './run-and-read.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const pythonBin = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
const python = path.join(root, '.venv', ...pythonBin);

/** Test files at once. They wait for processes a lot; each may have a trainer of some 300 MB. */
const JOBS = Math.min(Math.max(availableParallelism(), 2), 8);

const runMocha = () =>
  runAndRead(
    process.execPath,
    [
      path.join(root, 'node_modules/mocha/bin/mocha.js'),
      ...['--parallel', '--jobs', String(JOBS)],
      'test/**/*.test.ts',
    ],
    { show: true },
  );

async function runChecksAndPytest() {
  const failedChecks = await runChecks();
  const pytest = await runAndRead(python, ['-m', 'pytest', 'python']);
  console.log(pytest.text);
  return { failedChecks, pytest };
}

const count = (text, pattern) => Number(text.match(pattern)?.[1] ?? 0);

/** Failures of a runner; one that died without saying how many there were has failed all the same. */
function failures(name, { end, text }, ...patterns) {
  const told = patterns.reduce((sum, pattern) => sum + count(text, pattern), 0);
  if (end === 'status 0') return told;
  if (told === 0) console.log(`${name} ended with ${end} and named no failure.`);
  return Math.max(told, 1);
}

const [mocha, { failedChecks, pytest }] = await Promise.all([runMocha(), runChecksAndPytest()]);

const passed = count(mocha.text, /(\d+) passing/) + count(pytest.text, /(\d+) passed/);
const skipped = count(mocha.text, /(\d+) pending/) + count(pytest.text, /(\d+) skipped/);
const failed =
  failedChecks.length +
  failures('mocha', mocha, /(\d+) failing/) +
  failures('pytest', pytest, /(\d+) failed/, /(\d+) errors?\b/);

console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
