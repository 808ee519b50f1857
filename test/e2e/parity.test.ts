import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { TrainResult } from '../../src/commands/train.js';
import { aucSummary } from '../../src/evaluation/auc-summary.js';
import { rankPairs, type RankCounts } from '../../src/evaluation/ranking/rank-pairs.js';
import { loadRun } from '../../src/experiments/runs/load-run.js';
import { expectSuccess, vasg, vasgJson } from '../support/cli.js';
import { queryRows } from '../support/query-rows.js';
import { shareTrainer } from '../support/shared-trainer.js';
import { copyOf, ingestArguments, quickTrain, tinyShop } from '../support/shop-workspace.js';
import { temporaryFolder } from '../support/workspace.js';
import { validationTask } from '../support/validation-task.js';

/** Two rankings of some 10 pairs among 45 to 250 candidates: one swap of two products would show. */
const TOLERANCE = 1e-6;

interface Look {
  aucWarm: number | null;
  aucCold: number | null;
}

describe("the trainer's validation and the client's evaluation", function () {
  this.timeout(300_000);
  const factors = ['--embedding-dim', '8', '--num-epochs', '20', '--device', 'cpu'];
  const rowsOfProducts = [
    ...['--product-vector', 'table', '--no-popularity-bias'],
    ...['--encoder-epochs', '2', '--encoder-cosine-weight', '1'],
  ];
  const cases: readonly [title: string, args: string[]][] = [
    ['default', quickTrain('default')],
    ['default, rows of users', quickTrain('default', '--user-vector', 'row')],
    ['default, rows and profiles', quickTrain('default', '--user-vector', 'row-plus-profile')],
    ['default without popularity', quickTrain('default', '--no-popularity-bias')],
    ['default, rows of products', quickTrain('default', ...rowsOfProducts)],
    ['paper', quickTrain('paper')],
    ['paper, features to [0, 1]', quickTrain('paper', '--feature-scaling', 'product-min-max')],
    ['paper, ReLU at the end', quickTrain('paper', '--encoder-output-relu')],
    ['authors', quickTrain('authors')],
    ['bpr', ['train', '--dataset', 'shop', '--model', 'bpr', ...factors]],
    ['vbpr', ['train', '--dataset', 'shop', '--model', 'vbpr', '--visual-dim', '8', ...factors]],
  ];
  const trainer = shareTrainer();
  /** One for each case: so many trainings would wait for one catalog too long on a busy machine. */
  let workspaces: string[];
  let results: TrainResult[];

  before(async () => {
    const { raw } = await tinyShop();
    const workspace = join(temporaryFolder(), 'workspace');
    // Products that nobody rated are among the candidates of both.
    expectSuccess(await vasg([...ingestArguments(raw), '--keep-unrated'], { workspace }));
    expectSuccess(await vasg(['data', 'split', '--dataset', 'shop'], { workspace }));
    workspaces = cases.map(() => copyOf(workspace));
    results = await Promise.all(
      cases.map(([, args], i) =>
        vasgJson<TrainResult>([...args, ...trainer.flags], {
          workspace: workspaces[i]!,
          env: trainer.env,
        }),
      ),
    );
  });

  for (const [i, [title]] of cases.entries()) {
    it(`give the same numbers for the best step: ${title}`, async () => {
      const { runId, stages } = results[i]!;
      const { stage, bestStep } = stages.at(-1)!;
      const [look] = await queryRows<Look>(
        workspaces[i]!,
        `SELECT auc_warm AS "aucWarm", auc_cold AS "aucCold" FROM training_progress
         WHERE run_id = '${runId}' AND stage = '${stage}' AND step = ${bestStep} AND auc_warm IS NOT NULL`,
      );
      const client = await evaluateValidation(workspaces[i]!, runId);
      expect(client.warm).to.be.closeTo(look!.aucWarm!, TOLERANCE);
      expect(client.cold).to.be.closeTo(look!.aucCold!, TOLERANCE);
    });
  }
});

async function evaluateValidation(workspace: string, runId: string) {
  const run = await loadRun(workspace, { runId });
  const task = validationTask(run.data);
  const { users, products } = run.scorers.find(({ ranksCold }) => ranksCold)!;
  const counts = await rankPairs({
    pairs: task.pairs,
    owned: task.owned,
    groups: task.groups,
    users,
    products: task.candidates(products),
    threads: availableParallelism(),
  });
  const auc = (part: 'warm' | 'cold') => aucSummary(ofPart(counts, task.parts, part), part).auc;
  return { warm: auc('warm'), cold: auc('cold') };
}

function ofPart(
  counts: RankCounts,
  parts: readonly ('warm' | 'cold')[],
  part: 'warm' | 'cold',
): RankCounts {
  const select = (values: Uint32Array) => values.filter((_, row) => parts[row] === part);
  const both = ([warm, cold]: RankCounts['below']): RankCounts['below'] => [
    select(warm),
    select(cold),
  ];
  return {
    below: both(counts.below),
    tied: both(counts.tied),
    candidates: both(counts.candidates),
  };
}
