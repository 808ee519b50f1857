import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { withCatalog, type Catalog } from '../../src/catalog/connection.js';
import type { Contestant } from '../../src/catalog/contestants.js';
import { replaceRankingMetrics, replaceUserRanks } from '../../src/catalog/metrics.js';
import { READY_MADE_QUERIES } from '../../src/catalog/query/ready-made.js';
import { insertRun } from '../../src/catalog/runs.js';
import { requireSplit } from '../../src/catalog/splits.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { splitDataset } from '../../src/datasets/split-dataset.js';
import { silentProgress } from '../../src/progress/progress.js';
import { shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

/** Evaluated in this order: two runs of one preset, then one of another. `below` is out of 4. */
const RUNS = [
  { runId: 'a-old', preset: 'paper', below: 0 },
  { runId: 'a-new', preset: 'paper', below: 2 },
  { runId: 'b', preset: 'ours', below: 3 },
];
const SAME_KIND = { part: 'warm', candidates: 'warm' };

describe('comparisons of runs', () => {
  const workspace = temporaryFolder();
  const rows = (sql: string) =>
    withCatalog(workspace, 'read', (catalog) => catalog.rows<Record<string, unknown>>(sql));
  const readyMade = (name: string) =>
    rows(READY_MADE_QUERIES.find((query) => query.name === name)!.sql);

  /** Measures a contestant that finds `below` of 4. */
  async function measure(
    catalog: Catalog,
    who: Pick<Contestant, 'model' | 'runId' | 'seed'>,
    below: number,
  ): Promise<void> {
    const { inputHash: splitInputHash } = await requireSplit(catalog, 'shop', 'default');
    const contestant = { ...who, dataset: 'shop', split: 'default', splitInputHash };
    const auc = below / 4;
    const others = { ci95: [0, 1] as [number, number], users: 2, ties: 0.25, numCandidates: 4 };
    await replaceRankingMetrics(catalog, contestant, [
      { ...SAME_KIND, auc, aucHalfTies: auc + 0.125, ...others },
    ]);
    await replaceUserRanks(catalog, contestant, [
      {
        ...SAME_KIND,
        userIndex: Uint32Array.of(0, 1),
        productIndex: Uint32Array.of(0, 0),
        numBelow: Uint32Array.of(below, below),
        numTied: Uint32Array.of(1, 1),
        numCandidates: Uint32Array.of(4, 4),
      },
    ]);
  }

  /** A run, which finds `below` of 4, and baselines, which find none. */
  async function evaluate({ runId, preset, below }: (typeof RUNS)[number]): Promise<void> {
    await withCatalog(workspace, 'write', async (catalog) => {
      const times = { startedAt: '2026-01-01T00:00:00Z' };
      const of = { dataset: 'shop', split: 'default', model: 'vasg', preset, seed: 1 };
      const what = {
        runId,
        status: 'completed',
        config: {},
        versions: {},
        requestHash: runId,
      } as const;
      await insertRun(catalog, { ...what, ...of, ...times });
      await measure(catalog, { model: 'VASG', runId, seed: 1 }, below);
      await measure(catalog, { model: 'popularity', runId: null, seed: null }, 0);
      await measure(catalog, { model: 'RAND', runId: null, seed: 1 }, 0);
    });
  }

  before(async () => {
    await ingest(shopInput(), { workspace, progress: silentProgress });
    const how = { seed: 1, coldShare: 0, validationShare: 0, testedMinProducts: 5, replace: false };
    await splitDataset({ dataset: 'shop', split: 'default', ...how }, workspace);
    for (const run of RUNS) await evaluate(run);
  });

  it('table2 has the latest run of each preset and each baseline once, with and without ties', async () => {
    const found = await readyMade('table2');
    expect(found.map((row) => [row.preset, row.model, row.warm, row.warm_half_ties])).to.deep.equal(
      [
        ['ours', 'VASG', 0.75, 0.875],
        ['paper', 'VASG', 0.5, 0.625],
        [null, 'RAND', 0, 0.125],
        [null, 'popularity', 0, 0.125],
      ],
    );
  });

  /** AUC of each preset's model in the rows of a query that slices. */
  function aucs(found: Record<string, unknown>[]): unknown[] {
    const models = found.filter(({ model }) => model === 'VASG');
    const seen = models.map((row) => JSON.stringify([row.preset, row.run_id, row.auc]));
    return Array.from(new Set(seen), (row) => JSON.parse(row) as unknown).sort();
  }
  const EACH_BY_ITSELF = [
    ['ours', 'b', 0.75],
    ['paper', 'a-new', 0.5],
  ];

  it('auc-by-history never averages over runs', async () => {
    expect(aucs(await readyMade('auc-by-history'))).to.deep.equal(EACH_BY_ITSELF);
  });

  it('nor does the example in docs/schema.md', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/schema.md'), 'utf8');
    const example = /AUC by how often[^]*?```sql\n([^`]*)```/.exec(page)?.[1];
    expect(aucs(await rows(example!))).to.deep.equal(EACH_BY_ITSELF);
  });

  it("worst-users are those of the last run's own model", async () => {
    const found = await readyMade('worst-users');
    expect(found.map((row) => [row.run_id, row.model, row.user_id, row.auc])).to.deep.equal([
      ['b', 'VASG', 'u0', 0.75],
      ['b', 'VASG', 'u1', 0.75],
    ]);
  });
});
