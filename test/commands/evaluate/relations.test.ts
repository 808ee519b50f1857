import { expect } from 'chai';
import EvaluateRelations, {
  type RelationEvaluation,
} from '../../../src/commands/evaluate/relations.js';
import type { RelationRow } from '../../../src/experiments/evaluate/evaluate-relations.js';
import { groupsOf } from '../../../src/group-by.js';
import { READY_MADE_QUERIES } from '../../../src/catalog/query/ready-made.js';
import { catalogRows, departmentWorkspace, writeRun } from '../../support/department-workspace.js';
import { runCommand } from '../../support/run-command.js';

describe('evaluate relations', function () {
  this.timeout(60_000);
  let workspace: string;
  const evaluate = (...argv: string[]) =>
    runCommand<RelationEvaluation>(
      EvaluateRelations,
      ['--dataset', 'shop', '--pairs', '3000', ...argv],
      workspace,
    );
  const kinds = (rows: readonly RelationRow[]) => [...new Set(rows.map(({ kind }) => kind))];
  const find = (rows: readonly RelationRow[], model: string, negatives: string, kind: string) =>
    rows.find((row) => row.model === model && row.negatives === negatives && row.kind === kind)!;

  before(async () => {
    workspace = await departmentWorkspace();
    await writeRun(workspace, { runId: 'sharp', model: 'vasg', noise: 0.05 });
    await writeRun(workspace, { runId: 'blurred', model: 'ibr', noise: 0.5 });
  });

  it('puts every run and baseline in one table', async () => {
    const { result, stdout } = await evaluate();
    const { rows, dataset, split, seed } = result!;
    expect({ dataset, split, seed }).to.deep.equal({ dataset: 'shop', split: 'default', seed: 1 });
    expect(rows).to.have.length(4 * 6);
    for (const negatives of ['uniform', 'degree-matched']) {
      for (const kind of ['all', 'warm', 'with-cold']) {
        const sharp = find(rows, 'VASG', negatives, kind);
        const blurred = find(rows, 'IBR', negatives, kind);
        const features = find(rows, 'INN', negatives, kind);
        expect(sharp.pairs).to.be.above(30);
        expect(features.accuracy!).to.be.within(0.4, blurred.accuracy!);
        expect(blurred.auc!).to.be.below(sharp.auc!);
        expect(sharp.auc!).to.be.within(sharp.aucCi95[0]!, sharp.aucCi95[1]!);
        expect(sharp).to.include({ runId: 'sharp', preset: 'paper', runSeed: 7 });
        expect(features).to.include({ runId: null, preset: null, runSeed: null });
      }
    }
    // A fifth of the pairs of a department is unrelated too, so that nothing gets beyond about .9.
    expect(find(rows, 'VASG', 'uniform', 'warm').accuracy).to.be.within(0.8, 1);
    expect(find(rows, 'popularity product', 'degree-matched', 'warm').auc).to.be.within(0.4, 0.6);
    expect(stdout).to.match(/VASG +│ paper, [^│]*│ degree-matched │ with-cold/);
  });

  it('replaces what the catalog held of the same contestants', async () => {
    const { result } = await evaluate('--seed', '2', '--runs', 'sharp', '--baselines', 'inn');
    const stored = await catalogRows<{ model: string; seed: number | null; accuracy: number }>(
      workspace,
      `SELECT model, seed, accuracy FROM relation_metrics
       WHERE sample_seed = 2 AND negatives = 'uniform' AND pair_kind = 'all' ORDER BY model`,
    );
    expect(stored).to.deep.equal([
      { model: 'INN', seed: null, accuracy: find(result!.rows, 'INN', 'uniform', 'all').accuracy },
      { model: 'VASG', seed: 7, accuracy: find(result!.rows, 'VASG', 'uniform', 'all').accuracy },
    ]);
    const [count] = await catalogRows<{ n: number }>(
      workspace,
      "SELECT count(*)::INTEGER AS n FROM relation_metrics WHERE model = 'VASG'",
    );
    expect(count!.n).to.equal(6);
    const { sql } = READY_MADE_QUERIES.find(({ name }) => name === 'table3')!;
    const models = (await catalogRows<{ model: string }>(workspace, sql)).map(({ model }) => model);
    expect(new Set(models)).to.deep.equal(new Set(['VASG', 'IBR', 'INN', 'popularity product']));
  });

  it('knows pairs with a cold product of BPR-MF by its maps alone', async () => {
    const own = await departmentWorkspace();
    await writeRun(own, { runId: 'factors', model: 'bpr', noise: 0.1 });
    const argv = ['--dataset', 'shop', '--pairs', '3000', '--baselines', 'none'];
    const { result } = await runCommand<RelationEvaluation>(EvaluateRelations, argv, own);
    const models = groupsOf(result!.rows, ({ model }) => model);
    expect(models.map((rows) => [rows[0].model, kinds(rows)])).to.deep.equal([
      ['BPR-MF', ['warm']],
      ['BPR-MF + least squares', ['all', 'with-cold']],
      ['BPR-MF + kNN', ['all', 'with-cold']],
    ]);
  });

  it('gives the same numbers for the same seed', async () => {
    const [one, two] = [await evaluate('--runs', 'sharp'), await evaluate('--runs', 'sharp')];
    expect(one.result).to.deep.equal(two.result);
  });

  it('says what is wrong with its flags', async () => {
    const message = async (...argv: string[]) => (await evaluate(...argv)).error!.message;
    expect(await message('--baselines', 'wboi')).to.match(/no baseline "wboi"/);
    expect(await message('--runs', 'nope')).to.match(/There is no run nope/);
    expect(await message('--runs', 'a/../b')).to.match(/no valid name/);
    expect(await message('--split', 'other')).to.match(/no split called other/);
    expect(await message('--pairs', '9')).to.match(/pairs/);
  });
});
