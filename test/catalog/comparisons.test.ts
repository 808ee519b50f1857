import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { withCatalog } from '../../src/catalog/connection.js';
import { replaceRankingMetrics, replaceUserRanks } from '../../src/catalog/metrics.js';
import { READY_MADE_QUERIES } from '../../src/catalog/query/ready-made.js';
import { insertRun } from '../../src/catalog/runs.js';
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

  /** A run's model, which finds `below` of 4, and popularity, which finds none. */
  async function evaluate({ runId, preset, below }: (typeof RUNS)[number]): Promise<void> {
    await withCatalog(workspace, 'write', async (catalog) => {
      const times = { startedAt: '2026-01-01T00:00:00Z' };
      const of = { dataset: 'shop', split: 'default', model: 'VASG', preset, seed: 1 };
      const what = {
        ...{ runId, requestHash: runId },
        ...({ status: 'completed', config: {}, versions: {} } as const),
      };
      await insertRun(catalog, { ...what, ...of, ...times });
      for (const [model, numBelow] of [
        ['VASG', below],
        ['popularity', 0],
      ] as const) {
        const auc = numBelow / 4;
        const interval = { ci95Low: 0, ci95High: 1, numUsers: 2, tiedShare: 0.25 };
        await replaceRankingMetrics(catalog, runId, [
          { model, ...SAME_KIND, auc, aucHalfTies: auc + 0.125, ...interval, numCandidates: 4 },
        ]);
        await replaceUserRanks(catalog, runId, {
          ...{ model, ...SAME_KIND },
          userIndex: Uint32Array.of(0, 1),
          productIndex: Uint32Array.of(0, 0),
          numBelow: Uint32Array.of(numBelow, numBelow),
          numTied: Uint32Array.of(1, 1),
          numCandidates: Uint32Array.of(4, 4),
        });
      }
    });
  }

  before(async () => {
    await ingest(shopInput(), { workspace, progress: silentProgress });
    const how = { seed: 1, coldShare: 0, validationShare: 0, replace: false };
    await splitDataset({ dataset: 'shop', split: 'default', ...how }, workspace);
    for (const run of RUNS) await evaluate(run);
  });

  it('table2 has the latest run of each preset, with and without ties', async () => {
    const found = await readyMade('table2');
    expect(found.map((row) => [row.preset, row.model, row.warm, row.warm_half_ties])).to.deep.equal(
      [
        ['ours', 'VASG', 0.75, 0.875],
        ['paper', 'VASG', 0.5, 0.625],
        ['ours', 'popularity', 0, 0.125],
        ['paper', 'popularity', 0, 0.125],
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
