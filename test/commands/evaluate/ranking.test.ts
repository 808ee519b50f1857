import { expect } from 'chai';
import EvaluateRanking, { type RankingEvaluation } from '../../../src/commands/evaluate/ranking.js';
import { UsageError } from '../../../src/errors.js';
import { departmentWorkspace, writeRun } from '../../support/department-workspace.js';
import { runCommand } from '../../support/run-command.js';

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
