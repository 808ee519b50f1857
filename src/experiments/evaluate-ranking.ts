import { withCatalog } from '../catalog/connection.js';
import { replaceRankingMetrics, replaceUserRanks } from '../catalog/metrics.js';
import { popularityBaseline } from '../evaluation/baselines/popularity.js';
import { randomBaseline } from '../evaluation/baselines/random.js';
import { wboiBaseline } from '../evaluation/baselines/wboi.js';
import { rankPairs, type RankCounts } from '../evaluation/rank-pairs.js';
import { memoryTable, type VectorTable } from '../evaluation/vector-table.js';
import { readRun } from '../catalog/runs.js';
import type { Progress } from '../progress/progress.js';
import type { FeatureMatrix } from '../sources/npy.js';
import { openFeatures } from './training-data.js';
import { loadRun, requireCurrent, type LoadedRun } from './load-run.js';
import { rankingRows, toMetric, userRanks, type RankingRow } from './ranking-rows.js';
import { testTask, type HeldOutTask } from './held-out-task.js';

export const BASELINES = ['rand', 'popularity', 'wboi'] as const;
export type Baseline = (typeof BASELINES)[number];

export interface EvaluateRankingOptions {
  workspace: string;
  /** Run id or `latest`. */
  runId: string;
  /** Data set that `latest` refers to; all when absent. */
  dataset?: string | undefined;
  baselines: readonly Baseline[];
  threads: number;
  progress: Progress;
  signal: AbortSignal;
}

export interface RankingEvaluation {
  runId: string;
  dataset: string;
  split: string;
  rows: RankingRow[];
}

interface Scorer {
  name: string;
  users: VectorTable;
  products: VectorTable;
}

/**
 * AUC of eq. 4 on the test pairs, exact, for the run and for baselines, with warm, cold and all products
 * as candidates. Means go to table `metrics`, each user's counts to `user_ranks`.
 */
export async function evaluateRanking(options: EvaluateRankingOptions): Promise<RankingEvaluation> {
  const run = await loadRun(options.workspace, options.runId, options.dataset);
  const task = testTask(run.data);
  const features = await openFeatures(run.data);
  const measured: { name: string; rows: RankingRow[]; counts: RankCounts }[] = [];
  try {
    for (const scorer of scorers(run, features, options.baselines)) {
      const counts = await measure(scorer, task, options);
      measured.push({ name: scorer.name, counts, rows: rankingRows(scorer.name, task, counts) });
    }
  } finally {
    await features.close();
  }
  const { runId, dataset, split } = run.manifest;
  await withCatalog(options.workspace, 'write', async (catalog) => {
    // Ranking takes a while; by now the split may be another one.
    requireCurrent(await readRun(catalog, runId));
    const rows = measured.flatMap((model) => model.rows);
    await replaceRankingMetrics(catalog, runId, rows.map(toMetric));
    for (const { name, counts } of measured) {
      for (const ranks of userRanks(name, task, counts))
        await replaceUserRanks(catalog, runId, ranks);
    }
  });
  return { runId, dataset, split, rows: measured.flatMap((model) => model.rows) };
}

/** The run first, then the baselines, each made when its turn comes. */
function* scorers(
  run: LoadedRun,
  features: FeatureMatrix,
  baselines: readonly Baseline[],
): Generator<Scorer> {
  const { data, dim } = run;
  yield {
    name: run.manifest.model,
    users: memoryTable(run.users, dim),
    products: memoryTable(run.products, dim),
  };
  const { numUsers, numProducts } = data.split;
  for (const baseline of baselines) {
    switch (baseline) {
      case 'rand':
        yield {
          name: 'RAND',
          ...randomBaseline({ numUsers, numProducts, seed: run.manifest.seed }),
        };
        break;
      case 'popularity':
        yield {
          name: 'popularity',
          ...popularityBaseline({ numUsers, numProducts, train: data.train }),
        };
        break;
      case 'wboi':
        yield { name: 'WBOI', ...wboiBaseline({ numUsers, train: data.train, features }) };
        break;
    }
  }
}

async function measure(
  scorer: Scorer,
  task: HeldOutTask,
  { threads, progress, signal }: EvaluateRankingOptions,
): Promise<RankCounts> {
  const products = task.candidates(scorer.products);
  const bar = progress.bar(`Ranking with ${scorer.name}`, products.rows, 'products');
  try {
    const counts = await rankPairs({
      pairs: task.pairs,
      owned: task.owned,
      groups: task.groups,
      users: scorer.users,
      products,
      threads,
      signal,
      onProgress: (done) => bar.update(done),
    });
    bar.finish();
    return counts;
  } finally {
    bar.abandon();
  }
}
