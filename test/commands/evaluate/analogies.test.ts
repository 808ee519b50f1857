import { expect } from 'chai';
import EvaluateAnalogies, {
  type AnalogyEvaluation,
} from '../../../src/commands/evaluate/analogies.js';
import { analogyExamples } from '../../../src/experiments/evaluate/analogy-examples.js';
import { catalogRows, departmentWorkspace, writeRun } from '../../support/department-workspace.js';
import { runCommand } from '../../support/run-command.js';

describe('evaluate analogies', function () {
  this.timeout(60_000);
  let workspace: string;
  const evaluate = (...argv: string[]) =>
    runCommand<AnalogyEvaluation>(
      EvaluateAnalogies,
      ['--dataset', 'shop', '--queries', '400', ...argv],
      workspace,
    );

  before(async () => {
    workspace = await departmentWorkspace();
    await writeRun(workspace, { runId: 'sharp', model: 'vasg', noise: 0.1 });
    await writeRun(workspace, { runId: 'lost', model: 'ibr', noise: 100 });
  });

  it('states precision under each definition, for every run', async () => {
    const { result, stdout } = await evaluate();
    const { rows } = result!;
    expect(rows).to.have.length(2 * 2 * 4);
    const precision = (model: string, definition: string) =>
      rows.find((row) => {
        return row.model === model && row.definition === definition && row.vectors === 'unit';
      })!.precision!;
    // Five products of the department of u2, who bought 6 of its 60.
    expect(precision('VASG', 'owned-share')).to.be.within(0.06, 0.2);
    expect(precision('VASG', 'owned-any')).to.be.within(0.2, 0.7);
    expect(precision('VASG', 'held-out-any')).to.be.within(0.02, 0.25);
    for (const definition of ['owned-share', 'owned-any', 'held-out-any']) {
      expect(precision('IBR', definition)).to.be.below(precision('VASG', definition));
    }
    for (const { ci95, precision: value, description } of rows) {
      expect(value).to.be.within(ci95[0]!, ci95[1]!);
      expect(stdout).to.include(description);
    }
    const stored = await catalogRows<{ precision: number }>(
      workspace,
      `SELECT precision_at_5 AS precision FROM latest_analogy_metrics
       WHERE model = 'VASG' AND definition = 'owned-share' AND vectors = 'unit'`,
    );
    expect(stored).to.deep.equal([{ precision: precision('VASG', 'owned-share') }]);
  });

  it('gives the same numbers for the same seed, whatever the threads', async () => {
    const one = await evaluate('--runs', 'sharp', '--threads', '1');
    const two = await evaluate('--runs', 'sharp', '--threads', '2');
    expect([one.error, two.error]).to.deep.equal([undefined, undefined]);
    expect(one.result).to.deep.equal(two.result);
  });

  it('needs a run that there is', async () => {
    expect((await evaluate('--runs', 'nope')).error!.message).to.match(/no run nope/);
    expect((await evaluate('--runs', 'none')).error!.oclif?.exit).to.equal(2);
  });

  it('has examples whose answers are new to u2', async () => {
    const options = { workspace, runId: 'sharp', numExamples: 3, seed: 1, threads: 1 };
    const examples = await analogyExamples(options);
    expect(examples).to.have.length(3);
    for (const { query, firstUser, secondUser, answers } of examples) {
      expect(answers).to.have.length(5);
      for (const productId of [...answers, ...firstUser]) expect(productId).to.match(/^p\d{4}$/);
      const known = new Set([query, ...secondUser]);
      for (const productId of answers) expect(known).to.not.include(productId);
    }
    expect(await analogyExamples(options)).to.deep.equal(examples);
  });
});
