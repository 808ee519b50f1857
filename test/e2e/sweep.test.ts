import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SweepResult } from '../../src/commands/sweep.js';
import { describeResult, RunningCli, vasg, vasgJson } from '../support/cli.js';
import { failure } from '../support/failure.js';
import { expectNoTrainer, trainersOf } from '../support/processes.js';
import { queryRows } from '../support/query-rows.js';
import { copyOf, tinyShop } from '../support/shop-workspace.js';
import { temporaryFolder } from '../support/workspace.js';

/** Everything that does not depend on the hour. */
function numbersOf({ cells, summary, baselines }: SweepResult) {
  const stripped = cells.map(({ rows, ...cell }) => ({
    ...cell,
    runId: null,
    rows: rows.map((row) => ({ ...row, runId: null })),
  }));
  return { cells: stripped, summary, baselines };
}

describe('a sweep', function () {
  this.timeout(180_000);
  let calm: SweepResult;
  let workspace: string;
  let args: string[];

  before(async () => {
    const config = join(temporaryFolder(), 'small.json');
    const small = { embeddingDim: 8, batchSize: 128, decoderHidden: [16], encoderHidden: [16] };
    const short = { encoderBatchSize: 64, encoderEpochs: 3, maxSteps: 20, validateEvery: 10 };
    writeFileSync(config, JSON.stringify({ ...small, ...short }));
    args = ['sweep', '--dataset', 'shop', '--preset', 'paper', '--config', config];
    args.push('--device', 'cpu', '--json');
    workspace = copyOf((await tinyShop()).split);
  });

  const grid = ['--set', 'windowSize=3,5', '--seeds', '1,2', '--baselines', 'all'];

  it('is done by one process at a time', async () => {
    const first = new RunningCli([...args, ...grid], { workspace });
    await first.event(({ event }) => event === 'run_started');
    const [trainer] = trainersOf(workspace);
    process.kill(trainer!, 'SIGSTOP');
    try {
      const error = failure(await vasg([...args, ...grid], { workspace }), 4);
      expect(error.code).to.equal('STATE_IN_USE');
    } finally {
      process.kill(trainer!, 'SIGCONT');
    }
    const result = await first.finished;
    expect(result.code, describeResult(result)).to.equal(0);
    calm = JSON.parse(result.stdout) as SweepResult;
  });

  it('trains and measures every setting with every seed, in one table and in SQL', async () => {
    expect(calm.cells.map(({ settings, seed }) => [settings.windowSize, seed])).to.deep.equal([
      [3, 1],
      [3, 2],
      [5, 1],
      [5, 2],
    ]);
    expect(new Set(calm.cells.map(({ runId }) => runId))).to.have.length(4);
    const rows = await queryRows<{ auc_mean: number; auc_sd: number; num_seeds: number }>(
      workspace,
      `SELECT auc_mean, auc_sd, num_seeds FROM sweep_results WHERE sweep = '${calm.sweep}'
       AND part = 'warm' AND candidates = 'warm' ORDER BY settings`,
    );
    for (const [index, { auc_mean, auc_sd, num_seeds }] of rows.entries()) {
      const { auc } = calm.summary[index]!.conditions[0]!;
      expect(num_seeds).to.equal(2);
      expect(auc.mean).to.be.closeTo(auc_mean, 1e-12);
      expect(auc.sd).to.be.closeTo(auc_sd, 1e-12);
    }
    expect(calm.baselines.map(({ model }) => model)).to.deep.equal([
      'RAND',
      'popularity',
      'WBOI',
      'WBOI centred',
      'WBOI standardized',
    ]);
    await expectNoTrainer(workspace);
  });

  it('does nothing when all is done, and adds what is new', async () => {
    const env = { VASG_PYTHON: join(workspace, 'no-python') };
    const again = await vasgJson<SweepResult>([...args, ...grid], { workspace, env });
    expect(again).to.deep.equal(calm);
    const one = ['--set', 'windowSize=5', '--seeds', '2', '--name', 'one'];
    const { cells } = await vasgJson<SweepResult>([...args, ...one], { workspace, env });
    expect(cells[0]!.runId, 'the run of another sweep').to.equal(calm.cells[3]!.runId);
  });

  it('ends with the same numbers when it is killed', async () => {
    const killed = copyOf((await tinyShop()).split);
    const delay = 300 * Math.random();
    for (const number of [2, 3]) {
      const running = new RunningCli([...args, ...grid], { workspace: killed });
      await running.event(
        ({ event, message }) =>
          event === 'log' && typeof message === 'string' && message.startsWith(`[${number}/4]`),
      );
      await new Promise((resolve) => setTimeout(resolve, delay));
      running.kill('SIGKILL', { group: true });
      await running.finished;
      await expectNoTrainer(killed);
    }
    const result = await vasgJson<SweepResult>([...args, ...grid], { workspace: killed });
    expect(numbersOf(result), `killed after ${delay} ms`).to.deep.equal(numbersOf(calm));
    const [runs] = await queryRows(
      killed,
      // One killed before it had a folder stays `running` for a while.
      "SELECT count(*) FILTER (status = 'completed') AS completed FROM runs",
    );
    expect(runs).to.deep.equal({ completed: 4 });
  });

  it('goes on after a cell that fails, and ends with its exit code', async () => {
    const widths = Array.from({ length: 8 }, () => 128).join();
    const diverging = ['--set', `decoderHidden=${widths}`, '--set', 'networkLearningRate=10,0.001'];
    const result = await vasg([...args, ...diverging, '--name', 'fails'], { workspace });
    expect(result.code, describeResult(result)).to.equal(8);
    const { cells, summary } = JSON.parse(result.stdout) as SweepResult;
    expect(cells.map(({ error }) => error?.code ?? null)).to.deep.equal([
      'TRAINING_DIVERGED',
      null,
    ]);
    expect(summary.map(({ conditions }) => conditions.length)).to.deep.equal([0, 4]);
    expect(result.stderr).to.include('1 training of 2 failed');
    const steps = await queryRows(
      workspace,
      "SELECT status, exit_code FROM experiment_steps WHERE experiment = 'fails' ORDER BY ALL",
    );
    expect(steps).to.deep.equal([
      { status: 'completed', exit_code: null },
      { status: 'failed', exit_code: 8 },
    ]);
  });

  it('refuses what cannot work before anything starts', async () => {
    const before = await queryRows(workspace, 'SELECT count(*) FROM experiments');
    for (const bad of ['windowSize=3,4', 'depth=1', 'useDecoder=true,false', 'windowSize=3,3']) {
      expect(failure(await vasg([...args, '--set', bad], { workspace }), 2).message).not.to.equal(
        '',
      );
    }
    expect(await queryRows(workspace, 'SELECT count(*) FROM experiments')).to.deep.equal(before);
  });
});
