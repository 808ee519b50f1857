import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RecommendResult } from '../../src/experiments/runs/recommend-products.js';
import type { RankingEvaluation } from '../../src/experiments/evaluate/evaluate-ranking.js';
import type { DataDescribeResult } from '../../src/commands/data/describe.js';
import type { DataIngestResult } from '../../src/commands/data/ingest.js';
import type { TrainResult } from '../../src/commands/train.js';
import type { ShopManifest } from '../../src/synth/manifest.js';
import { expectSuccess, vasg, vasgJson } from '../support/cli.js';
import { ingestArguments, quickTrain } from '../support/shop-workspace.js';
import { queryRows } from '../support/query-rows.js';
import { leftovers } from '../support/workspace-state.js';
import { temporaryFolder } from '../support/workspace.js';

describe('the main path', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const raw = join(folder, 'raw');
  const workspace = join(folder, 'workspace');
  const at = { workspace };
  const sql = <T>(query: string): Promise<T[]> => queryRows<T>(workspace, query);
  let counts: ShopManifest['counts'];
  let evaluation: RankingEvaluation;

  it('makes a shop', async () => {
    expectSuccess(await vasg(['data', 'synth', 'tiny', '--out', raw, '--seed', '1']));
    counts = (JSON.parse(readFileSync(join(raw, 'synth.json'), 'utf8')) as ShopManifest).counts;
    expect(counts).to.include({ users: 120, products: 300, ratings: 1000 });
  });

  it('ingests exactly what the shop says must be left', async () => {
    const { dataset, report } = await vasgJson<DataIngestResult>(ingestArguments(raw), at);
    expect(dataset).to.include({
      name: 'shop',
      numUsers: counts.users,
      numProducts: counts.products,
      numRatings: counts.ratings,
      featureDim: 64,
    });
    expect(report.ratings).to.include({
      read: counts.ratingLines,
      duplicates: counts.duplicateRatings,
      ofDroppedUsers: counts.casualRatings,
      kept: counts.ratings,
    });
    expect(report.users).to.include({ belowMinimum: counts.casualUsers });
    expect(report.products).to.include({ unrated: counts.unratedProducts });
    expect(report.features).to.include({ read: counts.featureRecords });
  });

  it('splits every rating into exactly one part', async () => {
    expectSuccess(await vasg(['data', 'split', '--dataset', 'shop', '--seed', '1'], at));
    const [row] = await sql<{ pairs: number; tested: number }>(
      `SELECT count(*) AS pairs, count(*) FILTER (part IN ('test_warm', 'test_cold')) AS tested
       FROM (SELECT DISTINCT ON (user_index, product_index) * FROM split_ratings)`,
    );
    expect(row).to.deep.equal({ pairs: counts.ratings, tested: counts.users });
  });

  it('describes both', async () => {
    const described = await vasgJson<DataDescribeResult>(
      ['data', 'describe', '--dataset', 'shop'],
      at,
    );
    expect(JSON.stringify(described)).to.contain('test_cold');
    const shown = expectSuccess(await vasg(['data', 'describe', '--dataset', 'shop'], at));
    expect(shown.stdout).to.contain('1,000').and.to.contain('test_cold');
  });

  for (const preset of ['paper', 'default'] as const) {
    it(`trains with preset ${preset}`, async () => {
      const result = await vasgJson<TrainResult>(quickTrain(preset, '--seed', '1'), at);
      expect(result).to.include({ status: 'completed', dataset: 'shop', preset, seed: 1 });
      expect(result.runId).to.match(/^\d{8}t\d{6}-[0-9a-f]{6}$/);
      const stages = result.stages.map(({ stage, stopReason }) => `${stage}: ${stopReason}`);
      expect(stages).to.deep.equal(
        preset === 'paper'
          ? ['skip-gram: max-steps', 'encoder: end-of-data']
          : ['skip-gram: max-steps'],
      );
      expect(Object.keys(result.files)).to.deep.equal(
        preset === 'paper'
          ? ['embeddings.safetensors', 'encoder.safetensors', 'decoder.safetensors']
          : ['embeddings.safetensors', 'encoder.safetensors'],
      );
      const [row] = await sql<{ numUsers: number; numProducts: number; numLooks: number }>(
        `SELECT count(*) FILTER (kind = 'user') AS "numUsers",
           count(*) FILTER (kind = 'product' AND len(vector) = 8
             AND (bias IS NOT NULL) = ${preset === 'default'}) AS "numProducts",
           (SELECT count(*) FROM training_progress p
            WHERE p.run_id = e.run_id AND stage = 'skip-gram' AND auc_warm IS NOT NULL) AS "numLooks"
         FROM embeddings e WHERE run_id = '${result.runId}' GROUP BY run_id`,
      );
      expect(row).to.deep.equal({ numUsers: 120, numProducts: 300, numLooks: 4 });
    });
  }

  it('evaluates the ranking of the latest run beside all baselines', async () => {
    evaluation = await vasgJson<RankingEvaluation>(
      ['evaluate', 'ranking', '--run', 'latest', '--baselines', 'all'],
      at,
    );
    const cells = evaluation.rows.map((row) => `${row.model} ${row.part} ${row.candidates}`);
    expect(cells).to.deep.equal(
      ['VASG', 'RAND', 'popularity', 'WBOI', 'WBOI centred', 'WBOI standardized'].flatMap((model) =>
        ['warm warm', 'warm all', 'cold cold', 'cold all'].map((cell) => `${model} ${cell}`),
      ),
    );
    for (const { auc, ci95, users, ties, aucHalfTies } of evaluation.rows) {
      expect(auc).to.be.within(0, 1);
      expect(aucHalfTies).to.be.at.least(auc!);
      expect(ci95[0]).to.be.at.most(auc!);
      expect(ci95[1]).to.be.at.least(auc!);
      expect(ties).to.be.within(0, 1);
      expect(users).to.equal(60);
    }
  });

  it('keeps in the catalog what it printed', async () => {
    const rows = await sql(
      // The view calls a run by what it changed in its preset too; the rows keep the preset's name.
      `SELECT m.model, r.preset, run_id AS "runId", m.seed, part, candidates, auc,
         auc_half_ties AS "aucHalfTies", [ci95_low, ci95_high] AS ci95, num_users AS users,
         tied_share AS ties, num_candidates AS "numCandidates"
       FROM latest_metrics m LEFT JOIN runs r USING (run_id)`,
    );
    expect(rows).to.have.deep.members(evaluation.rows);
  });

  it("keeps each user's rank, whose mean is the metric", async () => {
    const means = await sql<{ model: string; part: string; candidates: string; auc: number }>(
      `SELECT model, part, candidates, avg(num_below / num_candidates) AS auc, count(*) AS users
       FROM user_ranks GROUP BY ALL`,
    );
    expect(means).to.have.length(evaluation.rows.length);
    for (const mean of means) {
      const row = evaluation.rows.find(
        ({ model, part, candidates }) =>
          model === mean.model && part === mean.part && candidates === mean.candidates,
      )!;
      expect(mean.auc).to.be.closeTo(row.auc!, 1e-12);
      expect(mean).to.include({ users: row.users });
    }
  });

  it('ranks only test pairs, among products that the user does not have', async () => {
    const [strays] = await sql(
      `SELECT count(*) AS strays FROM user_ranks r
       WHERE NOT EXISTS (FROM split_ratings s WHERE s.user_index = r.user_index
         AND s.product_index = r.product_index AND s.part::VARCHAR = 'test_' || r.part)`,
    );
    expect(strays).to.deep.equal({ strays: 0 });
    const [miscounted] = await sql(
      `SELECT count(*) AS miscounted FROM user_ranks r JOIN users u USING (user_index)
       WHERE candidates = 'all' AND num_candidates <> 300 - u.num_ratings`,
    );
    expect(miscounted).to.deep.equal({ miscounted: 0 });
  });

  for (const part of ['all', 'warm', 'cold'] as const) {
    it(`recommends products of part ${part} that the user has not bought`, async () => {
      const users = await sql<{ id: string }>(
        'SELECT user_id AS id FROM users ORDER BY num_ratings DESC, user_id LIMIT 2',
      );
      for (const { id } of users) {
        const result = await vasgJson<RecommendResult>(
          ['recommend', '--run', 'latest', '--user', id, '--top', '10', '--part', part],
          at,
        );
        expect(result).to.include({ user: id, part, runId: evaluation.runIds[0] });
        await expectSoundRecommendations(result);
      }
    });
  }

  async function expectSoundRecommendations({ user, part, recommendations }: RecommendResult) {
    expect(recommendations.map(({ rank }) => rank)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const scores = recommendations.map(({ score }) => score);
    expect(scores).to.deep.equal([...scores].sort((a, b) => b - a));
    expect(scores.every((score) => Number.isFinite(score))).to.equal(true);
    const known = await sql<{ id: string; part: string; bought: boolean }>(
      `SELECT product_id AS id,
         if(product_index IN (SELECT product_index FROM split_ratings WHERE part = 'train'), 'warm', 'cold') AS part,
         product_index IN (SELECT product_index FROM ratings JOIN users USING (user_index)
                           WHERE user_id = '${user}') AS bought
       FROM products`,
    );
    for (const { productId, part: told } of recommendations) {
      const product = known.find(({ id }) => id === productId)!;
      expect(product).to.include({ part: told, bought: false });
      if (part !== 'all') expect(told).to.equal(part);
    }
    expect(new Set(recommendations.map(({ productId }) => productId)).size).to.equal(10);
  }

  it('answers SQL as CSV', async () => {
    const { stdout, stderr } = expectSuccess(
      await vasg(
        ['query', 'SELECT model, part, candidates, auc FROM metrics', '--format', 'csv'],
        at,
      ),
    );
    const [header, ...lines] = stdout.trimEnd().split('\n');
    expect(header).to.equal('model,part,candidates,auc');
    expect(lines).to.have.length(evaluation.rows.length);
    const vasgWarm = lines.find((line) => line.startsWith('VASG,warm,warm,'))!;
    expect(Number(vasgWarm.split(',')[3])).to.equal(evaluation.rows[0]!.auc);
    expect(stderr).to.equal('');
  });

  it('leaves nothing temporary behind', () => {
    expect(leftovers(workspace)).to.deep.equal([]);
  });
});
