import { expect } from 'chai';
import type { TrainResult } from '../../src/commands/train.js';
import { vasg, vasgJson } from '../support/cli.js';
import { failure } from '../support/failure.js';
import { expectEqualFiles, modelFiles } from '../support/model-files.js';
import { shareTrainer } from '../support/shared-trainer.js';
import { copyOf, quickTrain, tinyShop } from '../support/shop-workspace.js';
import { stateOf } from '../support/workspace-state.js';

describe('a trainer that was started elsewhere', function () {
  this.timeout(60_000);
  const trainer = shareTrainer();
  let workspace: string;

  before(async () => (workspace = copyOf((await tinyShop()).split)));

  for (const [title, env] of [
    ['no token', {}],
    ['a wrong token', { VASG_TRAINER_TOKEN: 'guessed' }],
  ] as const) {
    it(`lets nobody in with ${title}, and leaves no run behind`, async () => {
      const before = stateOf(workspace);
      const args = [...quickTrain('default'), ...trainer.flags, '--json'];
      const error = failure(await vasg(args, { workspace, env: { ...env } }), 5);
      expect(error.code).to.equal('TOKEN_REFUSED');
      expect(error.suggestions.join()).to.contain('VASG_TRAINER_TOKEN');
      expect(stateOf(workspace)).to.deep.equal(before);
    });
  }

  it('trains to the same bytes as one of our own', async () => {
    const remote = await vasgJson<TrainResult>([...quickTrain('default'), ...trainer.flags], {
      workspace,
      env: trainer.env,
    });
    const own = await vasgJson<TrainResult>(quickTrain('default'), { workspace });
    const files = modelFiles(workspace, remote.runId);
    expectEqualFiles(files, modelFiles(workspace, own.runId));
  });
});
