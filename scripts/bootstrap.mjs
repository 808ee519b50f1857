/**
 * Makes a checkout ready to run: packages, virtual environment, generated code, kernels, build. Needs
 * nothing but Node, npm and Python. Repeating it is cheap, because a step whose inputs and outputs are
 * as it left them is skipped; after an interruption it goes on with the step that was not finished.
 *
 *   node scripts/bootstrap.mjs [--quiet]
 */
import { parseArgs } from 'node:util';
import { holdLock } from './bootstrap/lock.mjs';
import { checkNodeVersion } from './bootstrap/node-version.mjs';
import { createReporter } from './bootstrap/reporter.mjs';
import { root } from './bootstrap/root.mjs';
import { StepFailure } from './bootstrap/run-command.mjs';
import { isDone, markDone } from './bootstrap/stamps.mjs';
import { steps } from './bootstrap/steps.mjs';

async function runStep(step, reporter) {
  if (isDone(step)) return;
  const finish = reporter.begin(step.title);
  try {
    await step.run();
    markDone(step);
    finish('done');
  } catch (error) {
    finish('failed');
    if (!step.optional || !(error instanceof StepFailure)) throw error;
    reporter.note(`going on without: ${error.message}`);
    markDone(step);
  }
}

async function main() {
  const { values } = parseArgs({ options: { quiet: { type: 'boolean', default: false } } });
  const reporter = createReporter({ quiet: values.quiet });
  checkNodeVersion();
  process.chdir(root);
  const release = await holdLock((owner) =>
    reporter.note(`waiting for another bootstrap (${owner})`),
  );
  try {
    for (const step of steps) await runStep(step, reporter);
  } finally {
    release();
  }
}

main().catch((error) => {
  const expected = error instanceof StepFailure;
  process.stderr.write(`\nbootstrap: ${expected ? error.message : error.stack}\n`);
  process.exitCode = 1;
});
