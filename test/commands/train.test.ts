import { join } from 'node:path';
import { expect } from 'chai';
import Train from '../../src/commands/train.js';
import { runCommand } from '../support/run-command.js';
import { temporaryFolder } from '../support/workspace.js';

describe('train', () => {
  const train = (...argv: string[]) => runCommand(Train, argv, join(temporaryFolder(), 'new'));

  for (const name of ['../runs', '/', '.', 'Run', '']) {
    it(`takes ${JSON.stringify(name)} for no run`, async () => {
      const { error } = await train('--resume', name);
      expect(error?.oclif?.exit).to.equal(2);
    });
  }

  it('says what it needs', async () => {
    const { error } = await train();
    expect(error?.oclif?.exit).to.equal(2);
    expect(error?.message).to.include('--dataset').and.include('--resume');
  });

  it('refuses a run that there is not', async () => {
    expect((await train('--resume', '20261121t021503-1f2e3d')).error?.oclif?.exit).to.equal(4);
  });

  for (const value of ['maybe', '2', '']) {
    it(`does not take VASG_FUSED_MULTIPLY_ADD=${JSON.stringify(value)} for off`, async () => {
      process.env.VASG_FUSED_MULTIPLY_ADD = value;
      try {
        const { error } = await train('--dataset', 'shop');
        expect(error?.message).to.include('VASG_FUSED_MULTIPLY_ADD').and.include('true or false');
      } finally {
        delete process.env.VASG_FUSED_MULTIPLY_ADD;
      }
    });
  }

  it('describes a wrong flag to programs in a few fields', async () => {
    const { stdout } = await train('--nope', '--json');
    const { error } = JSON.parse(stdout) as { error: Record<string, unknown> };
    expect(error).to.have.all.keys('name', 'code', 'message', 'suggestions', 'exitCode');
    expect(error).to.include({ code: 'USAGE', exitCode: 2 });
    expect(error.message).to.include('--nope').and.not.include('\u001B');
  });
});
