import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { TrainResult } from '../../src/commands/train.js';
import type { RunManifest } from '../../src/run-directory.js';
import {
  describeResult,
  expectSuccess,
  RunningCli,
  vasg,
  vasgJson,
  type CliEvent,
} from '../support/cli.js';
import { changeCatalog } from '../support/change-catalog.js';
import { failure } from '../support/failure.js';
import { expectEqualFiles, modelFiles } from '../support/model-files.js';
import { expectNoTrainer, trainersOf } from '../support/processes.js';
import { queryRows } from '../support/query-rows.js';
import { copyOf, SMALL_MODEL, tinyShop } from '../support/shop-workspace.js';
import { leftovers } from '../support/workspace-state.js';

/** Long enough to have a middle, however fast the machine. */
const STEPS = { default: 600, paper: 800 };

const longTrain = (preset: 'default' | 'paper'): string[] => [
  ...['train', '--dataset', 'shop', '--preset', preset, ...SMALL_MODEL],
  ...['--max-steps', String(STEPS[preset]), '--num-epochs', '50'],
  ...(preset === 'paper' ? ['--encoder-epochs', '250'] : []),
  ...['--validate-every', '25', '--patience', '1000'],
];

type Moment = (event: CliEvent) => boolean;

const isStarted: Moment = ({ event }) => event === 'started';
const isSaving: Moment = (event) => event.title === 'Encoding products';
const isLookAfter =
  (stage: string, step: number): Moment =>
  (event) =>
    event.event === 'validation' && event.stage === stage && Number(event.step) >= step;
/** The stage is complete, but nobody has said so yet. */
const isLastCheckpoint: Moment = (event) =>
  event.event === 'checkpointWritten' && event.step === STEPS.paper;

const isStartedRun: Moment = ({ event }) => event === 'run_started';

describe('an interrupted training', function () {
  this.timeout(180_000);
  let split: string;
  const calm = new Map<string, { files: Map<string, Buffer>; looks: object[] }>();

  before(async function () {
    // There are no process groups and no `ps` to look with.
    if (process.platform === 'win32') this.skip();
    ({ split } = await tinyShop());
    const workspace = copyOf(split);
    const train = async (preset: 'default' | 'paper'): Promise<void> => {
      const { runId } = await vasgJson<TrainResult>(longTrain(preset), { workspace });
      const looks = await looksOf(workspace, runId);
      calm.set(preset, { files: modelFiles(workspace, runId), looks });
    };
    await Promise.all([train('default'), train('paper')]);
  });

  /** Starts or resumes, and interrupts at the moment given; returns the run's id. */
  async function interrupt(
    workspace: string,
    args: string[],
    moment: Moment,
    stop: (cli: RunningCli) => void,
  ) {
    const cli = new RunningCli([...args, '--json'], { workspace });
    const started = await cli.event(isStartedRun);
    await cli.event(moment);
    stop(cli);
    return { runId: started.runId as string, result: await cli.finished };
  }

  async function expectCalmBytes(workspace: string, preset: string, runId: string) {
    const result = await vasgJson<TrainResult>(['train', '--resume', runId], { workspace });
    expect(result).to.include({ runId, status: 'completed' });
    const { files, looks } = calm.get(preset)!;
    expectEqualFiles(modelFiles(workspace, runId), files);
    expect(await looksOf(workspace, runId)).to.deep.equal(looks);
    expect(leftovers(workspace)).to.deep.equal([]);
    const [run] = await queryRows<object>(
      workspace,
      `SELECT status, error, (SELECT count(*) FROM embeddings e WHERE e.run_id = r.run_id) AS vectors
       FROM runs r WHERE run_id = '${runId}'`,
    );
    expect(run).to.deep.equal({ status: 'completed', error: null, vectors: 420 });
    await expectNoTrainer(workspace);
  }

  it('gives the same bytes after a kill at any moment', async () => {
    const workspace = copyOf(split);
    const moments = [
      isLookAfter('skip-gram', 250),
      isLastCheckpoint,
      isLookAfter('encoder', 250),
      isSaving,
    ];
    let args = longTrain('paper');
    let runId = '';
    for (const moment of moments) {
      const killed = await interrupt(workspace, args, moment, (cli) =>
        cli.kill('SIGKILL', { group: true }),
      );
      expect(killed.result.signal, describeResult(killed.result)).to.equal('SIGKILL');
      await expectNoTrainer(workspace);
      runId = killed.runId;
      args = ['train', '--resume', runId];
    }
    await expectCalmBytes(workspace, 'paper', runId);
    const { stages } = readManifest(workspace, runId);
    expect(stages.map(({ stage }) => stage)).to.deep.equal(['skip-gram', 'encoder']);
  });

  it('knows the looks that it had not heard of when it was killed', async () => {
    const workspace = copyOf(split);
    const args = [...longTrain('paper'), '--checkpoint-seconds', '1'];
    const cli = new RunningCli([...args, '--json'], { workspace });
    const { runId } = (await cli.event(isStartedRun)) as unknown as { runId: string };
    await cli.event(isLookAfter('skip-gram', 25));
    // The trainer goes on with the walks that it has, past looks that nobody writes down.
    cli.kill('SIGSTOP');
    await hasCheckpoint(workspace, runId);
    cli.kill('SIGKILL', { group: true });
    await cli.finished;
    await expectNoTrainer(workspace);
    await expectCalmBytes(workspace, 'paper', runId);
  });

  describe('by other means', () => {
    let workspace: string;
    let runId: string;

    before(() => (workspace = copyOf(split)));

    it('exits with 130 after Ctrl-C, its state saved', async () => {
      const interrupted = await interrupt(
        workspace,
        longTrain('default'),
        isLookAfter('skip-gram', 150),
        (cli) => cli.kill('SIGINT', { group: true }),
      );
      ({ runId } = interrupted);
      const error = failure(interrupted.result, 130);
      expect(error.code).to.equal('CANCELLED');
      expect(error.suggestions.join()).to.contain(`vasg train --resume ${runId}`);
      await expectNoTrainer(workspace);
      expect(await statusOf(workspace, runId)).to.equal('cancelled');
    });

    it('exits with 6 when its trainer is killed, with the last words of that', async () => {
      const args = ['train', '--resume', runId];
      const { result } = await interrupt(workspace, args, isLookAfter('skip-gram', 400), (cli) => {
        const [started] = cli.events.filter(isStarted);
        expect(started!.step, 'goes on where Ctrl-C stopped it').to.be.at.least(150);
        process.kill(trainersOf(workspace)[0]!, 'SIGKILL');
      });
      const error = failure(result, 6);
      expect(error.message).to.contain('ended by SIGKILL').and.to.contain('-m vasg.trainer');
      expect(error.message).to.match(/It said last:|It wrote nothing to stderr/);
      expect(error.suggestions.join()).to.contain(`vasg train --resume ${runId}`);
      expect(await statusOf(workspace, runId)).to.equal('failed');
    });

    it('gives the same bytes all the same, and tells its whole course', async () => {
      await expectCalmBytes(workspace, 'default', runId);
      expect(calm.get('default')!.looks).to.have.length(24);
    });
  });

  it('is not resumed by two at once', async () => {
    const workspace = copyOf(split);
    const first = new RunningCli([...longTrain('default'), '--json'], { workspace });
    const { runId } = (await first.event(isStartedRun)) as unknown as { runId: string };
    await first.event(isStarted);
    const [trainer] = trainersOf(workspace);
    process.kill(trainer!, 'SIGSTOP');
    try {
      const second = await vasg(['train', '--resume', runId, '--json'], { workspace });
      const error = failure(second, 4);
      expect(error.code).to.equal('STATE_IN_USE');
      expect(error.message).to.contain(runId);
    } finally {
      process.kill(trainer!, 'SIGCONT');
    }
    expectSuccess(await first.finished);
    expectEqualFiles(modelFiles(workspace, runId), calm.get('default')!.files);
  });

  it('is refused once its split was replaced', async () => {
    const workspace = copyOf(split);
    const { runId } = await interrupt(workspace, longTrain('default'), isStarted, (cli) =>
      cli.kill('SIGKILL'),
    );
    const replace = ['data', 'split', '--dataset', 'shop', '--seed', '2', '--replace'];
    expectSuccess(await vasg(replace, { workspace }));
    const error = failure(await vasg(['train', '--resume', runId, '--json'], { workspace }), 4);
    expect(error.message).to.contain(runId).and.to.contain('split');
    await expectNoTrainer(workspace);
  });
});

/** What validation showed, in the order in which the catalog has it. */
async function looksOf(workspace: string, runId: string): Promise<object[]> {
  return queryRows<object>(
    workspace,
    `SELECT stage, step, auc_warm, auc_cold, score, mean_cosine, effective_rank FROM training_progress
     WHERE run_id = '${runId}' AND score IS NOT NULL ORDER BY rowid`,
  );
}

/** Waits for a checkpoint of stage 1, or until the trainer must have run out of walks. */
async function hasCheckpoint(workspace: string, runId: string): Promise<void> {
  const folder = join(workspace, 'runs', runId, 'checkpoint', runId, 'skip_gram');
  const isThere = (): boolean =>
    existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.json'));
  const deadline = Date.now() + 5000;
  while (!isThere() && Date.now() < deadline) await sleep(50);
}

function readManifest(workspace: string, runId: string): RunManifest {
  return JSON.parse(
    readFileSync(join(workspace, 'runs', runId, 'manifest.json'), 'utf8'),
  ) as RunManifest;
}

async function statusOf(workspace: string, runId: string): Promise<string> {
  const sql = `SELECT status FROM runs WHERE run_id = '${runId}'`;
  const [run] = await queryRows<{ status: string }>(workspace, sql);
  return run!.status;
}

describe('a completed training', function () {
  this.timeout(60_000);
  let workspace: string;
  let runId: string;

  before(async () => {
    workspace = copyOf((await tinyShop()).trained);
    const [run] = await queryRows<{ id: string }>(workspace, 'SELECT run_id AS id FROM runs');
    runId = run!.id;
  });

  it('is recorded again by a resume, without any trainer', async () => {
    const counts = `SELECT (SELECT count(*) FROM embeddings) AS vectors,
      (SELECT count(*) FROM training_progress) AS looks, status FROM runs`;
    const before = await queryRows(workspace, counts);
    await changeCatalog(
      workspace,
      "DELETE FROM embeddings; DELETE FROM training_progress; UPDATE runs SET status = 'failed'",
    );
    const result = await vasgJson<TrainResult>(['train', '--resume', runId], {
      workspace,
      env: { VASG_PYTHON: join(workspace, 'no-python') },
    });
    expect(result).to.include({ runId, status: 'completed' });
    expect(await queryRows(workspace, counts)).to.deep.equal(before);
  });

  it('is not recorded again once its split was replaced', async () => {
    const replace = ['data', 'split', '--dataset', 'shop', '--seed', '2', '--replace'];
    expectSuccess(await vasg(replace, { workspace }));
    const error = failure(await vasg(['train', '--resume', runId, '--json'], { workspace }), 4);
    expect(error.message).to.contain(runId);
  });
});
