import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import EvaluateRanking, { type RankingEvaluation } from '../../../src/commands/evaluate/ranking.js';
import { SetupError, UsageError } from '../../../src/errors.js';
import { departmentWorkspace, writeRun } from '../../support/department-workspace.js';
import { runCommand } from '../../support/run-command.js';
import { temporaryFolder } from '../../support/workspace.js';

describe('evaluate ranking', function () {
  this.timeout(60_000);
  let workspace: string;
  const evaluate = (...argv: string[]) =>
    runCommand<RankingEvaluation>(EvaluateRanking, argv, workspace);
  const models = ({ rows }: RankingEvaluation): string[] => [
    ...new Set(rows.map(({ model }) => model)),
  ];

  before(async () => {
    workspace = await departmentWorkspace();
    await writeRun(workspace, { runId: 'sharp', model: 'vasg', noise: 0.05 });
  });

  it('measures baselines alone', async () => {
    const argv = ['--dataset', 'shop', '--runs', 'none', '--baselines', 'popularity,rand'];
    const { result } = await evaluate(...argv);
    expect(models(result!)).to.deep.equal(['popularity', 'RAND']);
    expect(result!.runIds).to.deep.equal([]);
  });

  it('counts a run once, however often it is asked for', async () => {
    const { result } = await evaluate('--runs', 'sharp,latest,sharp', '--baselines', 'none');
    expect(result!.runIds).to.deep.equal(['sharp']);
    expect(result!.rows).to.have.length(4);
  });

  describe('with a peer whose library is broken', () => {
    const chosen = process.env.VASG_PYTHON;
    before(() => {
      const python = join(temporaryFolder(), 'python');
      const fails = 'echo "ImportError: no such symbol" >&2; exit 1';
      writeFileSync(python, `#!/bin/sh\ncase "$1" in -c) echo '[]';; *) ${fails};; esac\n`);
      chmodSync(python, 0o755);
      process.env.VASG_PYTHON = python;
    });
    after(() => {
      if (chosen === undefined) delete process.env.VASG_PYTHON;
      else process.env.VASG_PYTHON = chosen;
    });

    it('measures the others, and says what failed', async () => {
      const argv = ['--dataset', 'shop', '--runs', 'none', '--baselines', 'als,rand,ease'];
      const { result, error, stderr, stdout, exitCode } = await evaluate(...argv);
      expect(error).to.equal(undefined);
      expect(models(result!)).to.deep.equal(['RAND']);
      expect(stdout).to.contain('RAND');
      for (const title of ['ALS', 'EASE']) expect(stderr).to.contain(`Without ${title}.`);
      expect(stderr).to.contain('no such symbol');
      expect(exitCode).to.equal(5);
    });

    it('fails where there is no other', async () => {
      const argv = ['--dataset', 'shop', '--runs', 'none', '--baselines', 'als'];
      expect((await evaluate(...argv)).error).to.be.instanceOf(SetupError);
    });
  });

  for (const [title, argv, text] of [
    ['nothing at all', ['--dataset', 'shop', '--runs', 'none', '--baselines', 'none'], 'nothing'],
    ['no runs of no data set', ['--runs', 'none'], '--dataset'],
  ] as const) {
    it(`refuses ${title}`, async () => {
      const { error } = await evaluate(...argv);
      expect(error).to.be.instanceOf(UsageError);
      expect(error!.message).to.include(text);
    });
  }
});
