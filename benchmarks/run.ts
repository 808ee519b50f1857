/**
 * Prints how fast the stages of the client are, as ratios to references that run on the same machine in
 * turn with them; how well the baselines agree with cornac; or where the time of a whole reproduction goes.
 *
 *   npm run bench -- [--json] [--quick]
 *   npm run bench -- pipeline [--json] [--quick]
 *   npm run bench -- baselines [--json] [--quick] [--workspace PATH --dataset NAME]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareBaselines } from './baselines.js';
import { benchmarkEmbeddings } from './embeddings.js';
import { benchmarkEncoding } from './encoding.js';
import { benchmarkFeatures } from './features.js';
import { formatAgreements } from './format-agreements.js';
import { benchmarkGrowth } from './growth.js';
import { benchmarkIngest } from './ingest.js';
import { formatPipeline, measurePipeline } from './pipeline.js';
import { benchmarkRanking } from './ranking.js';
import { ReferenceMissing } from './references.js';
import type { Row } from './row.js';
import { benchmarkTraining } from './training.js';
import { benchmarkWalks } from './walks.js';

const {
  values: { json, quick, workspace, dataset },
  positionals: [what = 'speed'],
} = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    workspace: { type: 'string' },
    dataset: { type: 'string' },
  },
  allowPositionals: true,
});

const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  speed: runSpeed,
  baselines: runBaselines,
  pipeline: runPipeline,
};
const chosen = benchmarks[what];
if (chosen === undefined) throw new Error(`There is no benchmark "${what}".`);
if ((workspace === undefined) !== (dataset === undefined)) {
  throw new Error('--workspace and --dataset belong together.');
}

const folder = await mkdtemp(join(tmpdir(), 'vasg-bench-'));
try {
  await chosen();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function runSpeed(): Promise<void> {
  const rows: Row[] = [];
  const context = { quick, rounds: quick ? 3 : 5, folder };
  for (const benchmark of [
    benchmarkWalks,
    benchmarkTraining,
    benchmarkRanking,
    benchmarkEncoding,
    benchmarkIngest,
    benchmarkFeatures,
    benchmarkEmbeddings,
    benchmarkGrowth,
  ]) {
    const measured = await benchmark(context);
    if (!json) measured.forEach(printRow);
    rows.push(...measured);
  }
  if (json) console.log(JSON.stringify({ rows }));
}

/** `--quick` is for a look: a shop so tiny that its figures agree only roughly. */
async function runBaselines(): Promise<void> {
  const existing =
    workspace !== undefined && dataset !== undefined ? { workspace, dataset } : undefined;
  const seeds = quick ? [1] : [1, 2, 3];
  try {
    const agreements = await compareBaselines({
      ...{ folder, existing, seeds },
      synthetic: quick ? 'tiny' : 'small',
    });
    console.log(json ? JSON.stringify({ agreements }) : formatAgreements(agreements));
  } catch (error) {
    if (!(error instanceof ReferenceMissing)) throw error;
    console.log(
      json ? JSON.stringify({ skipped: error.message }) : `baselines: skipped, ${error.message}`,
    );
  }
}

/** Hours; `--quick` takes a tiny shop in place of one of the size of Women, and minutes. */
async function runPipeline(): Promise<void> {
  const stages = await measurePipeline({ folder, synthetic: quick ? 'tiny' : 'women' });
  console.log(json ? JSON.stringify({ stages }) : formatPipeline(stages));
}

function printRow(row: Row): void {
  const title = `${row.stage}: ${row.what}\n  against ${row.reference}: `;
  if (row.ratio === undefined) {
    console.log(`${title}skipped, ${row.skipped}`);
    return;
  }
  const speeds = `${row.ours!.toFixed(1)} to ${row.referenceSpeed!.toFixed(1)} ${row.unit}`;
  console.log(`${title}${row.ratio.toFixed(2)} (target ${row.target}; ${speeds})`);
}
