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
    it(`gives the same bytes for the same seed, on one thread or two, and others for another: ${preset}`, async () => {
      const [onOneThread, onTwoThreads, ofAnotherSeed] = await Promise.all([
        train(preset, '--seed', '7'),
        train(preset, '--seed', '7', '--threads', '2'),
        train(preset, '--seed', '8'),
      ]);
      expect(onOneThread.size).to.equal(preset === 'paper' ? 3 : 2);
      expectEqualFiles(onTwoThreads, onOneThread);
      for (const [name, bytes] of onOneThread) {
        expect(bytes.equals(ofAnotherSeed.get(name)!), name).to.equal(false);
      }
    });
  }
});
