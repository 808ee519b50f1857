import { expect } from 'chai';
import { withCatalog, type Catalog } from '../../src/catalog/connection.js';
import type { Contestant } from '../../src/catalog/contestants.js';
import { replaceEmbeddings } from '../../src/catalog/embeddings.js';
import {
  replaceRankingMetrics,
  replaceUserRanks,
  type RankingMetric,
} from '../../src/catalog/metrics.js';
import { replaceRecommendations } from '../../src/catalog/recommendations.js';
import {
  insertRun,
  latestRun,
  latestRunOfEach,
  readRun,
  updateRun,
  type RunRecord,
} from '../../src/catalog/runs.js';
import {
  readTrainingProgress,
  replaceTrainingProgress,
} from '../../src/catalog/training-progress.js';
import { requireSplit } from '../../src/catalog/splits.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { splitDataset } from '../../src/datasets/split-dataset.js';
import { MissingArtifactError } from '../../src/errors.js';
import { silentProgress } from '../../src/progress/progress.js';
import { rejection } from '../support/rejection.js';
import { shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

const run: RunRecord = {
  runId: 'r1',
  dataset: 'shop',
  split: 'default',
  model: 'vasg',
  preset: 'paper',
  seed: 4294967295,
  requestHash: 'hash',
  status: 'running',
  config: { embeddingDim: 4 },
  versions: { vasg: '0' },
  startedAt: '2026-01-01T00:00:00.000Z',
};

const split = (workspace: string, seed: number, replace = false) =>
  splitDataset(
    {
      dataset: 'shop',
      split: 'default',
      seed,
      coldShare: 0,
      validationShare: 0,
      testedMinProducts: 5,
      replace,
    },
    workspace,
  );

const contestant = (values: Partial<Contestant> = {}): Contestant => ({
  model: 'VASG',
  runId: 'r1',
  dataset: 'shop',
  split: 'default',
  splitInputHash: 'hash',
  seed: 1,
  ...values,
});

const metric = (values: Partial<RankingMetric>): RankingMetric => ({
  part: 'warm',
  candidates: 'warm',
  auc: 0.75,
  aucHalfTies: 0.76,
  ci95: [0.7, 0.8],
  users: 3,
  ties: 0.01,
  numCandidates: 5,
  ...values,
});

describe('runs', () => {
  let workspace: string;
  const write = <T>(use: (catalog: Catalog) => Promise<T>) => withCatalog(workspace, 'write', use);
  const rows = (sql: string) => withCatalog(workspace, 'read', (catalog) => catalog.rows(sql));

  beforeEach(async () => {
    workspace = temporaryFolder();
    await ingest(shopInput(), { workspace, progress: silentProgress });
    await split(workspace, 1);
    await write((catalog) => insertRun(catalog, run));
  });

  it('are read as they were written and changed', async () => {
    await write((catalog) =>
      updateRun(catalog, 'r1', {
        status: 'completed',
        completedAt: '2026-01-01T01:00:00.000Z',
        wallSeconds: 1.5,
      }),
    );
    const stored = await withCatalog(workspace, 'read', (catalog) => readRun(catalog, 'r1'));
    expect(stored).to.deep.include({
      ...run,
      status: 'completed',
      completedAt: '2026-01-01T01:00:00.000Z',
      wallSeconds: 1.5,
      isCurrent: true,
    });
    expect(stored).not.to.have.property('error');
  });

  it('count as latest once they are completed, until their split is replaced', async () => {
    const latest = () =>
      withCatalog(workspace, 'read', (catalog) => latestRun(catalog, { dataset: 'shop' }));
    const none = await rejection(latest(), MissingArtifactError);
    expect(none.message).to.include('for data set shop in ');
    await write((catalog) =>
      updateRun(catalog, 'r1', { status: 'completed', completedAt: '2026-01-01T01:00:00Z' }),
    );
    expect((await latest()).runId).to.equal('r1');
    await split(workspace, 2, true);
    const replaced = await rejection(latest(), MissingArtifactError);
    expect(replaced.code).to.equal('RUN_MISSING');
    expect(replaced.message).to.include('r1 belongs to an earlier state of data set shop');
    expect(replaced.suggestions.join()).to.include('vasg train --dataset shop`');
    const stored = await withCatalog(workspace, 'read', (catalog) => readRun(catalog, 'r1'));
    expect(stored.isCurrent).to.equal(false);
    await split(workspace, 1, true);
    expect((await latest()).runId).to.equal('r1');
  });

  it('have failed when their split was replaced before they were complete', async () => {
    await write((catalog) => insertRun(catalog, { ...run, runId: 'r2', status: 'completed' }));
    await write((catalog) => insertRun(catalog, { ...run, runId: 'r3', status: 'cancelled' }));
    await split(workspace, 2, true);
    expect(
      await rows('SELECT run_id, status, error IS NULL AS fine FROM runs ORDER BY ALL'),
    ).to.eql([
      { run_id: 'r1', status: 'failed', fine: false },
      { run_id: 'r2', status: 'completed', fine: true },
      { run_id: 'r3', status: 'cancelled', fine: true },
    ]);
  });

  it('need a split, and a name that exists', async () => {
    await rejection(
      write((catalog) => insertRun(catalog, { ...run, split: 'x' })),
      MissingArtifactError,
    );
    const unknown = withCatalog(workspace, 'read', (catalog) => readRun(catalog, 'r9'));
    expect((await rejection(unknown, MissingArtifactError)).code).to.equal('RUN_MISSING');
  });

  it('keep their progress, replaced as a whole', async () => {
    for (const steps of [
      [1, 2, 3],
      [1, 2],
    ]) {
      await write((catalog) =>
        replaceTrainingProgress(
          catalog,
          'r1',
          steps.map((step) => ({ stage: 'skip-gram', step, skipGramLoss: 0.5 })),
        ),
      );
      expect(
        await rows('SELECT step, skip_gram_loss, auc_cold FROM training_progress'),
      ).to.deep.equal(steps.map((step) => ({ step, skip_gram_loss: 0.5, auc_cold: null })));
      const progress = await withCatalog(workspace, 'read', (catalog) =>
        readTrainingProgress(catalog, 'r1'),
      );
      const stage = 'skip-gram';
      expect(progress).to.deep.equal(steps.map((step) => ({ stage, step, skipGramLoss: 0.5 })));
    }
  });

  it('keep embeddings by id', async () => {
    const vectors = Float32Array.from({ length: 12 }, (_, i) => i / 3);
    for (let time = 0; time < 2; time++) {
      await write((catalog) =>
        replaceEmbeddings(catalog, 'r1', 'product', {
          rows: vectors,
          ...{ rowLength: 2, dim: 2 },
          part: ['warm', 'cold', 'warm', 'warm', 'cold', 'warm'],
        }),
      );
    }
    await write((catalog) =>
      replaceEmbeddings(catalog, 'r1', 'user', {
        rows: vectors.subarray(0, 6),
        ...{ rowLength: 2, dim: 1 },
        part: new Uint8Array(3),
      }),
    );
    const stored = await rows(
      "SELECT id, part, vector, bias FROM named_embeddings WHERE kind = 'product' ORDER BY id",
    );
    expect(stored).to.have.length(6);
    expect(stored[1]).to.deep.equal({
      ...{ id: 'p1', part: 'cold' },
      ...{ vector: [vectors[2], vectors[3]], bias: null },
    });
    const users = await rows(
      "SELECT part, vector, bias FROM named_embeddings WHERE kind = 'user' ORDER BY id",
    );
    expect(users).to.deep.equal(
      [0, 2, 4].map((i) => ({ part: 'warm', vector: [vectors[i]], bias: vectors[i + 1] })),
    );
  });

  it('keep metrics and ranks of each contestant', async () => {
    await write(async (catalog) => {
      const { inputHash: splitInputHash } = await requireSplit(catalog, 'shop');
      const run = contestant({ splitInputHash });
      const popularity = { ...run, model: 'popularity', runId: null, seed: null };
      const nothing = { auc: null, aucHalfTies: null, ties: null, numCandidates: null };
      await replaceRankingMetrics(catalog, run, [metric({}), metric({ part: 'cold' })]);
      await replaceRankingMetrics(catalog, popularity, [metric({ auc: 0.1 })]);
      await replaceRankingMetrics(catalog, popularity, [
        metric({ ...nothing, ci95: [null, null], users: 0 }),
      ]);
      await replaceRankingMetrics(catalog, run, [metric({ auc: 0.8 })]);
      await replaceRankingMetrics(catalog, { ...run, splitInputHash: 'before' }, [metric({})]);
      const ranks = {
        part: 'warm',
        candidates: 'warm',
        userIndex: Uint32Array.of(0, 2),
        productIndex: Uint32Array.of(1, 3),
        numBelow: Uint32Array.of(1, 0),
        numTied: Uint32Array.of(0, 1),
        numCandidates: Uint32Array.of(4, 0),
      };
      await replaceUserRanks(catalog, run, [ranks, { ...ranks, candidates: 'all' }]);
      await replaceUserRanks(catalog, run, [ranks]);
    });
    expect(
      await rows('SELECT run_id, model, auc, ci95_high FROM latest_metrics ORDER BY model'),
    ).to.deep.equal([
      { run_id: 'r1', model: 'VASG', auc: 0.8, ci95_high: 0.8 },
      { run_id: null, model: 'popularity', auc: null, ci95_high: null },
    ]);
    expect(await rows('SELECT 1 FROM metrics')).to.have.length(3);
    expect(
      await rows('SELECT preset, user_id, product_id, auc FROM latest_user_aucs ORDER BY user_id'),
    ).to.deep.equal([
      { preset: 'paper', user_id: 'u0', product_id: 'p1', auc: 0.25 },
      { preset: 'paper', user_id: 'u2', product_id: 'p3', auc: null },
    ]);
  });

  it('are no stand-ins for a preset when they changed it', async () => {
    const changed: RunRecord = { ...run, runId: 'r2', changes: 'windowSize=5' };
    const both = { dataset: 'shop', split: 'default' };
    const completedAt = '2026-01-03T00:00:00.000Z';
    await write(async (catalog) => {
      const { inputHash: splitInputHash } = await requireSplit(catalog, 'shop');
      for (const record of [run, changed]) {
        await insertRun(catalog, { ...record, status: 'completed', completedAt, splitInputHash });
        const { runId } = record;
        await replaceRankingMetrics(catalog, contestant({ runId, splitInputHash }), [metric({})]);
      }
      const latest = await latestRunOfEach(catalog, both);
      expect(latest.map(({ runId }) => runId)).to.deep.equal(['r1']);
    });
    expect(
      await rows("SELECT run_id, preset FROM latest_metrics WHERE model = 'VASG' ORDER BY run_id"),
    ).to.deep.equal([
      { run_id: 'r1', preset: 'paper' },
      { run_id: 'r2', preset: 'paper, windowSize=5' },
    ]);
  });

  it('keep the recommendations of each user', async () => {
    const row = { userIndex: 0, rank: 1, productIndex: 2, score: 0.5, part: 'warm' as const };
    await write(async (catalog) => {
      await replaceRecommendations(catalog, 'r1', [row, { ...row, userIndex: 1 }]);
      await replaceRecommendations(catalog, 'r1', [{ ...row, productIndex: 3 }]);
      await replaceRecommendations(catalog, 'r1', []);
    });
    expect(
      await rows('SELECT user_id, product_id FROM named_recommendations ORDER BY ALL'),
    ).to.deep.equal([
      { user_id: 'u0', product_id: 'p3' },
      { user_id: 'u1', product_id: 'p2' },
    ]);
  });
});
