import { expect } from 'chai';
import EvaluateDistribution, {
  type DistributionEvaluation,
} from '../../../src/commands/evaluate/distribution.js';
import { catalogRows, departmentWorkspace, writeRun } from '../../support/department-workspace.js';
import { runCommand } from '../../support/run-command.js';

describe('evaluate distribution', function () {
  this.timeout(60_000);
  let workspace: string;
  const evaluate = (...argv: string[]) =>
    runCommand<DistributionEvaluation>(
      EvaluateDistribution,
      ['--dataset', 'shop', '--pairs', '20000', ...argv],
      workspace,
    );

  before(async () => {
    workspace = await departmentWorkspace();
    await writeRun(workspace, { runId: 'exact', model: 'vasg', noise: 0 });
  });

  it('compares the space of a run with that of the features', async () => {
    const { result, stdout } = await evaluate('--bins', '40');
    const [run, features] = result!.rows;
    // Cosine 1 within one of five departments, 0 between two.
    const share = 1 / 5;
    expect(run).to.include({ model: 'VASG', runId: 'exact', pairs: 20_000 });
    expect(run!.mean).to.be.closeTo(share, 0.02);
    expect(run!.standardDeviation).to.be.closeTo(Math.sqrt(share * (1 - share)), 0.02);
    const pearson = (1 - 3 * share * (1 - share)) / (share * (1 - share));
    expect(run!.pearsonKurtosis).to.be.closeTo(pearson, 0.3);
    expect(run!.excessKurtosis).to.be.closeTo(run!.pearsonKurtosis! - 3, 1e-9);
    expect(run!.density[39]).to.be.closeTo(share * 20, 0.4);
    expect(features).to.include({ model: 'features', runId: null, preset: null });
    expect(features!.cosine).to.have.length(40);
    expect(stdout).to.include('excess kurtosis').and.include('features');
  });

  it('has all products, which BPR-MF places by its maps alone', async () => {
    const own = await departmentWorkspace();
    await writeRun(own, { runId: 'factors', model: 'bpr', noise: 0.1 });
    const argv = ['--dataset', 'shop', '--pairs', '2000'];
    const { result } = await runCommand<DistributionEvaluation>(EvaluateDistribution, argv, own);
    const models = result!.rows.map(({ model }) => model);
    expect(models).to.deep.equal(['BPR-MF + least squares', 'BPR-MF + kNN', 'features']);
  });

  it('keeps densities in the catalog, once', async () => {
    const { result } = await evaluate('--bins', '20', '--runs', 'none', '--seed', '5');
    await evaluate('--bins', '20', '--runs', 'none', '--seed', '5');
    const stored = await catalogRows<{ cosine: number; density: number }>(
      workspace,
      `SELECT cosine, density FROM similarity_densities WHERE model = 'features' ORDER BY cosine`,
    );
    expect(stored.map(({ density }) => density)).to.deep.equal(result!.rows[0]!.density);
    expect(stored.map(({ cosine }) => cosine)).to.deep.equal(result!.rows[0]!.cosine);
  });

  it('gives the same numbers for the same seed', async () => {
    const [one, two] = [await evaluate('--runs', 'exact'), await evaluate('--runs', 'exact')];
    expect(one.result).to.deep.equal(two.result);
  });
});
