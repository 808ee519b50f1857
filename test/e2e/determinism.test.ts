import { expect } from 'chai';
import { withCatalog } from '../../src/catalog/connection.js';
import { readRun } from '../../src/catalog/runs.js';
import type { TrainResult } from '../../src/commands/train.js';
import { RunDirectory } from '../../src/run-directory.js';
import { readSafetensors } from '../../src/safetensors.js';
import { vasgJson } from '../support/cli.js';
import { needsFusedMultiplyAdd } from '../support/fused-multiply-add.js';
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

  it('with fused multiply-add learns the same, places products almost so, and says it', async function () {
    needsFusedMultiplyAdd(this);
    const [plain, fused] = await Promise.all(
      [[], ['--fused-multiply-add']].map((flags) =>
        vasgJson<TrainResult>(quickTrain('default', '--seed', '7', ...flags), { workspace }),
      ),
    );
    expect([plain!.fusedMultiplyAdd, fused!.fusedMultiplyAdd]).to.deep.equal([false, true]);
    const [one, other] = [plain!, fused!].map(({ runId }) => modelFiles(workspace, runId));
    expect(one!.get('encoder')!.equals(other!.get('encoder')!)).to.equal(true);
    expect(one!.get('embeddings')!.equals(other!.get('embeddings')!)).to.equal(false);
    const rows = await Promise.all(
      [plain!, fused!].map(({ runId }) => encodedOf(workspace, runId)),
    );
    rows[1]!.forEach((value, i) => expect(value).to.be.closeTo(rows[0]![i]!, 1e-5));
    const run = await withCatalog(workspace, 'read', (catalog) => readRun(catalog, fused!.runId));
    expect(run.changes).to.match(/fusedMultiplyAdd=true$/);
    expect(run.config).to.include({ fusedMultiplyAdd: true });
  });
});

async function encodedOf(workspace: string, runId: string): Promise<Float32Array> {
  const file = new RunDirectory(workspace, runId).file('embeddings');
  return (await readSafetensors(file)).get('encoded')!.data;
}
