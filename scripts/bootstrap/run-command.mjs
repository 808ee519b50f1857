import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { root } from './root.mjs';

/** npm says what is wrong first, pip last. */
const FIRST_LINES = 12;
const LAST_LINES = 25;

/** A failure that the reader can mend: its message is shown without a stack. */
export class StepFailure extends Error {}

/** The children find the very Node that runs this script, whatever PATH says. */
const environment = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
};

const running = new Set();
for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => {
    for (const child of running) child.kill('SIGTERM');
    process.exit(exitCode);
  });
}

/** Runs a program from the repository root, its output hidden unless it fails. */
export async function runCommand(program, args, { advice, shell = false }) {
  const child = spawn(program, args, {
    cwd: root,
    env: environment,
    shell,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(data));
  const ending = await new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => {
      resolve(
        code === 0 ? undefined : signal ? `was ended by ${signal}` : `ended with exit code ${code}`,
      );
    });
  });
  running.delete(child);
  if (ending === undefined) return;
  const lines = excerpt(Buffer.concat(output).toString().trimEnd().split('\n'));
  throw new StepFailure(
    [
      `\`${[program, ...args].join(' ')}\` ${ending}.`,
      ...lines.map((line) => `  ${line}`),
      advice,
    ].join('\n'),
  );
}

function excerpt(lines) {
  if (lines.length <= FIRST_LINES + LAST_LINES) return lines;
  return [...lines.slice(0, FIRST_LINES), '...', ...lines.slice(-LAST_LINES)];
}
