import { expect } from 'chai';
import { withCatalog } from '../../../src/catalog/connection.js';
import { patiently } from '../../../src/catalog/patience.js';
import {
  MissingArtifactError,
  RunCancelledError,
  StorageError,
  TrainingDivergedError,
  UsageError,
} from '../../../src/errors.js';
import { StepLog, type Step } from '../../../src/experiments/steps/step-log.js';
import { whileCatalogIsHeld } from '../../support/hold-catalog.js';
import { rejection } from '../../support/rejection.js';
import { temporaryFolder } from '../../support/workspace.js';

describe('the steps of an experiment', () => {
  let workspace: string;
  let worked: string[];

  beforeEach(() => {
    workspace = temporaryFolder();
    worked = [];
  });

  const open = (kind: 'sweep' | 'reproduction' = 'sweep') =>
    StepLog.open({ workspace, experiment: 'e', kind, request: { a: 1 } });

  const step = (name: string, inputs: unknown, result: unknown = { name }): Step<unknown> => ({
    ...{ step: name, title: `Step ${name}`, dataset: 'shop', settings: { x: 1 }, seed: 7, inputs },
    work: async () => {
      worked.push(name);
      if (result instanceof Error) throw result;
      return { result, runId: `run-${name}` };
    },
  });

  const rows = (sql: string) => withCatalog(workspace, 'read', (catalog) => catalog.rows(sql));

  it('are done once, and not again by whoever goes on', async () => {
    expect(await (await open()).perform(step('a', 1))).to.deep.equal({ name: 'a' });
    const log = await open();
    expect(log.resultOf(step('a', 1))).to.deep.equal({ name: 'a' });
    expect(await log.perform(step('a', 1))).to.deep.equal({ name: 'a' });
    expect(log.secondsOf(step('a', 1))).to.be.at.least(0);
    expect(log.runIdOf(step('a', 1))).to.equal('run-a');
    expect(log.runIdOf(step('a', 2))).to.equal(undefined);
    expect(worked).to.deep.equal(['a']);
  });

  it('are done again when what they depend on is another', async () => {
    const log = await open();
    await log.perform(step('a', { seed: 1 }));
    expect(log.resultOf(step('a', { seed: 2 }))).to.equal(undefined);
    await log.perform(step('a', { seed: 2 }, 'new'));
    expect(worked).to.deep.equal(['a', 'a']);
    const [stored] = await rows(
      'SELECT count(*) AS n, any_value(result) AS r FROM experiment_steps',
    );
    expect(stored).to.deep.equal({ n: 1, r: '"new"' });
  });

  it('are done again when they measure otherwise', async () => {
    const log = await open();
    await log.perform(step('a', 1));
    const revised = { ...step('a', 1, 'otherwise'), revision: 2 };
    expect(log.resultOf(revised)).to.equal(undefined);
    expect(await log.perform(revised)).to.equal('otherwise');
    expect((await open()).resultOf(revised)).to.equal('otherwise');
  });

  it('give the first time what they give later: JSON', async () => {
    const log = await open();
    const result = await log.perform(step('a', 1, { list: Float32Array.of(1), no: undefined }));
    expect(result).to.deep.equal((await open()).resultOf(step('a', 1)));
  });

  it('are not kept when what they read was replaced meanwhile', async () => {
    const replaced = new MissingArtifactError('The data set was replaced.');
    const requireSameInputs = () => Promise.reject(replaced);
    const diverged = new TrainingDivergedError('The loss became NaN.');
    for (const result of ['found', diverged]) {
      const log = await open();
      const disturbed = { ...step('a', 1, result), requireSameInputs };
      expect(await rejection(log.perform(disturbed), MissingArtifactError)).to.equal(replaced);
    }
    expect(await rows('SELECT * FROM experiment_steps')).to.deep.equal([]);
  });

  it('that fail by themselves are noted, do not stop the others and are tried again', async () => {
    const log = await open();
    const error = new TrainingDivergedError('The loss became NaN.');
    expect(await log.perform(step('bad', 1, error))).to.equal(undefined);
    await log.perform(step('good', 1));
    expect(log.failures).to.deep.equal([{ step: 'bad', title: 'Step bad', error }]);
    expect(
      await rows(
        'SELECT step, status, exit_code, error, run_id FROM experiment_steps ORDER BY step',
      ),
    ).to.deep.equal([
      { step: 'bad', status: 'failed', exit_code: 8, error: error.message, run_id: null },
      { step: 'good', status: 'completed', exit_code: null, error: null, run_id: 'run-good' },
    ]);
    const again = await open();
    expect(await again.perform(step('bad', 1))).to.deep.equal({ name: 'bad' });
    expect(again.failures).to.deep.equal([]);
  });

  for (const error of [
    new RunCancelledError('Interrupted.'),
    new StorageError('The disk is full.'),
    new TypeError('A bug.'),
  ]) {
    it(`end with ${error.name}, of which nothing is noted`, async () => {
      const log = await open();
      await rejection(log.perform(step('a', 1, error)), error.constructor as ErrorConstructor);
      expect(await rows('FROM experiment_steps')).to.deep.equal([]);
    });
  }

  it('are kept although somebody looks into the catalog when they are done', async () => {
    const log = await open();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const waiter = { progress: { warn: () => letGo() }, signal: new AbortController().signal };
    let looking: Promise<void> = Promise.resolve();
    await patiently(waiter, () =>
      log.perform({
        ...step('a', 1),
        work: async () => {
          await new Promise<void>((resolve) => {
            looking = whileCatalogIsHeld(workspace, () => {
              resolve();
              return held;
            });
          });
          return { result: 'hours of work' };
        },
      }),
    );
    await looking;
    expect((await open()).resultOf(step('a', 1))).to.equal('hours of work');
  });

  it('have labels for queries, and an experiment that knows when it was finished', async () => {
    const log = await open();
    await log.perform(step('a', 1));
    const state = 'SELECT kind, request, finished_at IS NULL AS open FROM experiments';
    expect(await rows(state)).to.deep.equal([{ kind: 'sweep', request: '{"a":1}', open: true }]);
    await log.finish();
    expect(await rows(state)).to.deep.include.members([
      { kind: 'sweep', request: '{"a":1}', open: false },
    ]);
    const [labels] = await rows('SELECT title, dataset, settings, seed FROM experiment_steps');
    expect(labels).to.deep.equal({
      ...{ title: 'Step a', dataset: 'shop', settings: '{"x":1}', seed: 7 },
    });
  });

  it('do not mix with those of an experiment of another kind', async () => {
    await open('sweep');
    const error = await rejection(open('reproduction'), UsageError);
    expect(error.message).to.include('"e"').and.include('sweep');
  });
});
