/**
 * Prints how fast the stages of the client are, as ratios to references that run on the same machine in
 * turn with them; how well the baselines agree with cornac; or where the time of a whole reproduction goes.
 */
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { announce } from './announce.js';
import { compareBaselines } from './baselines.js';
import {
  chooseBenchmarks,
  STAGE_NAMES,
  WrongArguments,
  type StageName,
} from './chosen-benchmarks.js';
import { benchmarkEmbeddings } from './embeddings.js';
import { benchmarkEncoding } from './encoding.js';
import { benchmarkFeatures } from './features.js';
import { formatAgreements } from './format-agreements.js';
import { benchmarkGrowth } from './growth.js';
import { benchmarkIngest } from './ingest.js';
import { formatPipeline, measurePipeline } from './pipeline.js';
import { benchmarkRanking } from './ranking.js';
import { ReferenceMissing } from './references.js';
import type { BenchmarkContext, Row } from './row.js';
import { benchmarkTraining } from './training.js';
import { benchmarkWalks } from './walks.js';

const USAGE = `npm run bench -- [--json] [--quick] [STAGE ...]
npm run bench -- pipeline [--json] [--quick] [--folder PATH]
npm run bench -- baselines [--json] [--quick] [--workspace PATH --dataset NAME]
Stages: ${STAGE_NAMES.join(', ')}.`;

const STAGES: Readonly<Record<StageName, (context: BenchmarkContext) => Promise<Row[]>>> = {
  walks: benchmarkWalks,
  training: benchmarkTraining,
  ranking: benchmarkRanking,
  encoding: benchmarkEncoding,
  ingest: benchmarkIngest,
  features: benchmarkFeatures,
  embeddings: benchmarkEmbeddings,
  growth: benchmarkGrowth,
};

const asked = argumentsOrUndefined();
if (asked === undefined) {
  process.exitCode = 2;
} else {
  const folder = await mkdtemp(join(tmpdir(), 'vasg-bench-'));
  try {
    await run(asked, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readArguments() {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      workspace: { type: 'string' },
      dataset: { type: 'string' },
      folder: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) throw new WrongArguments(USAGE);
  if ((values.workspace === undefined) !== (values.dataset === undefined)) {
    throw new WrongArguments('--workspace and --dataset belong together.');
  }
  const chosen = chooseBenchmarks(positionals);
  if (values.folder !== undefined) {
    if (chosen !== 'pipeline') throw new WrongArguments('--folder is for pipeline alone.');
    makeFolder(values.folder);
  }
  return { ...values, chosen };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new WrongArguments(`--folder ${folder}: ${(error as Error).message}`);
  }
}

type Arguments = ReturnType<typeof readArguments>;

/** Undefined, with a message, where they make no sense. */
function argumentsOrUndefined(): Arguments | undefined {
  try {
    return readArguments();
  } catch (error) {
    const isParse = String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
    if (!(error instanceof WrongArguments) && !isParse) throw error;
    console.error((error as Error).message);
    return undefined;
  }
}

function run(asked: Arguments, folder: string): Promise<void> {
  if (asked.chosen === 'baselines') return runBaselines(asked, folder);
  if (asked.chosen === 'pipeline') return runPipeline(asked, folder);
  return runStages(asked.chosen, asked, folder);
}

async function runStages(
  names: readonly StageName[],
  { json, quick }: Arguments,
  folder: string,
): Promise<void> {
  const rows: Row[] = [];
  const context = { quick, rounds: quick ? 3 : 5, folder };
  for (const name of names) {
    announce(name);
    const measured = await STAGES[name](context);
    // Beside JSON, which comes when all is done, rows are for whoever waits.
    for (const row of measured) (json ? console.error : console.log)(formatRow(row));
    rows.push(...measured);
  }
  if (json) console.log(JSON.stringify({ rows }));
}

/** `--quick` is for a look: a shop so tiny that its figures agree only roughly. */
async function runBaselines(
  { json, quick, workspace, dataset }: Arguments,
  folder: string,
): Promise<void> {
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

/**
 * Hours; `--quick` takes a tiny shop in place of one of the size of Women, and minutes. In a folder of the user's what
 * was done stays.
 */
async function runPipeline(
  { json, quick, folder: kept }: Arguments,
  temporary: string,
): Promise<void> {
  const folder = kept === undefined ? temporary : resolve(kept);
  const stages = await measurePipeline({ folder, synthetic: quick ? 'tiny' : 'women' });
  console.log(json ? JSON.stringify({ stages }) : formatPipeline(stages));
}

function short(speed: number): string {
  return speed.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

function formatRow(row: Row): string {
  const title = `${row.stage}: ${row.what}\n  against ${row.reference}: `;
  if (row.ratio === undefined) return `${title}skipped, ${row.skipped}`;
  const speeds = `ours ${short(row.ours!)}, reference ${short(row.referenceSpeed!)} ${row.unit}, medians of their own`;
  return `${title}${row.ratio.toFixed(2)} (target ${row.target}; ${speeds})`;
}
