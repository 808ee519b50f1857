import { expect } from 'chai';
import type { TrainResult } from '../../src/commands/train.js';
import { expectSuccess, RunningCli, vasg, vasgJson } from '../support/cli.js';
import { failure } from '../support/failure.js';
import { whileCatalogIsHeld } from '../support/hold-catalog.js';
import { expectEqualFiles, modelFiles } from '../support/model-files.js';
import { queryRows } from '../support/query-rows.js';
import { copyOf, quickTrain, SMALL_MODEL, tinyShop } from '../support/shop-workspace.js';

describe('several commands in one workspace', function () {
  this.timeout(120_000);
  let workspace: string;

  beforeEach(async () => (workspace = copyOf((await tinyShop()).split)));

  it('answers queries while a model trains', async () => {
    const training = new RunningCli(
      [
        ...['train', '--dataset', 'shop', '--json', ...SMALL_MODEL],
        ...['--max-steps', '1000', '--num-epochs', '50', '--validate-every', '0'],
      ],
      { workspace },
    );
    const { runId } = (await training.event(({ event }) => event === 'run_started')) as unknown as {
      runId: string;
    };
    await training.event(({ event }) => event === 'started');
    const runs = await queryRows(workspace, 'SELECT run_id, status FROM runs');
    expect(runs).to.deep.equal([{ run_id: runId, status: 'running' }]);
    expect(training.events.some(({ event }) => event === 'completed')).to.equal(false);
    expectSuccess(await training.finished);
    expect(await queryRows(workspace, 'SELECT run_id, status FROM runs')).to.deep.equal([
      { run_id: runId, status: 'completed' },
    ]);
  });

  it('trains two models at once, each as if it were alone', async () => {
    const train = (...flags: string[]) =>
      vasgJson<TrainResult>(quickTrain('default', ...flags), { workspace });
    const [first, second] = await Promise.all([train(), train('--seed', '2')]);
    const { trained } = await tinyShop();
    const [alone] = await queryRows<{ id: string }>(trained, 'SELECT run_id AS id FROM runs');
    expectEqualFiles(modelFiles(workspace, first.runId), modelFiles(trained, alone!.id));
    const again = await train('--seed', '2');
    expectEqualFiles(modelFiles(workspace, second.runId), modelFiles(workspace, again.runId));
    const runs = await queryRows(
      workspace,
      `SELECT status, (SELECT count(*) FROM embeddings e WHERE e.run_id = r.run_id) AS vectors
       FROM runs r`,
    );
    expect(runs).to.deep.equal(Array(3).fill({ status: 'completed', vectors: 420 }));
  });

  it('says who holds the catalog when a command cannot have it', async () => {
    const commands = [
      ['query', 'FROM runs'],
      ['data', 'split', '--dataset', 'shop', '--name', 'second'],
      quickTrain('default'),
    ];
    await whileCatalogIsHeld(workspace, async (holder) => {
      const refuse = async (args: string[]): Promise<void> => {
        const result = await vasg([...args, '--json'], { workspace });
        const error = failure(result, 4);
        expect(error.code).to.equal('CATALOG_LOCKED');
        expect(error.message).to.contain('catalog.duckdb').and.to.contain(`process ${holder}`);
        expect(error.suggestions).not.to.be.empty;
        expect(result.seconds).to.be.within(9, 20);
      };
      await Promise.all(commands.map(refuse));
    });
  });

  it('loses no model that was trained while somebody looked into the catalog', async () => {
    const training = new RunningCli(
      [
        ...['train', '--dataset', 'shop', '--json', ...SMALL_MODEL],
        ...['--max-steps', '1000', '--num-epochs', '50', '--validate-every', '0'],
      ],
      { workspace },
    );
    await training.event(({ event }) => event === 'started');
    await whileCatalogIsHeld(workspace, async (holder) => {
      const { message } = await training.event(
        ({ event, message }) => event === 'warning' && String(message).includes('Waiting for it'),
      );
      expect(message).to.contain(`process ${holder}`);
    });
    expectSuccess(await training.finished);
    expect(await queryRows(workspace, 'SELECT status FROM runs')).to.deep.equal([
      { status: 'completed' },
    ]);
  });

  it('waits for a catalog that is held for a moment', async () => {
    const { waiting } = await whileCatalogIsHeld(workspace, async () => {
      const query = vasg(['query', 'SELECT 1 AS one', '--format', 'csv'], { workspace });
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return { waiting: query };
    });
    expect(expectSuccess(await waiting).stdout).to.equal('one\n1\n');
  });
});
