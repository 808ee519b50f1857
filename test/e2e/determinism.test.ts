import { expect } from 'chai';
import type { TrainResult } from '../../src/commands/train.js';
import { vasgJson } from '../support/cli.js';
import { expectEqualFiles, modelFiles } from '../support/model-files.js';
import { copyOf, quickTrain, tinyShop } from '../support/shop-workspace.js';

describe('a training', function () {
  this.timeout(120_000);
  let workspace: string;

  before(async () => (workspace = copyOf((await tinyShop()).split)));

  async function train(preset: 'default' | 'paper', ...flags: string[]) {
    const { runId } = await vasgJson<TrainResult>(quickTrain(preset, ...flags), { workspace });
    return modelFiles(workspace, runId);
  }

  for (const preset of ['default', 'paper'] as const) {
    describe(`with preset ${preset}`, () => {
      let first: Map<string, Buffer>;

      before(async () => (first = await train(preset, '--seed', '7')));

      it('gives the same bytes for the same seed', async () => {
        expectEqualFiles(await train(preset, '--seed', '7'), first);
      });

      it('gives the same bytes on two threads', async () => {
        expectEqualFiles(await train(preset, '--seed', '7', '--threads', '2'), first);
      });

      it('gives another model for another seed', async () => {
        const other = await train(preset, '--seed', '8');
        for (const [name, bytes] of first) {
          expect(bytes.equals(other.get(name)!), name).to.equal(false);
        }
      });
    });
  }
});
