import { replaceAnalogyMetrics, type AnalogyMetric } from '../../catalog/analogy-metrics.js';
import type { Contestant } from '../../catalog/contestants.js';
import {
  ANALOGY_DEFINITIONS,
  type AnalogyDefinition,
} from '../../evaluation/analogies/definitions.js';
import { unitSpace } from '../../evaluation/analogies/analogy-space.js';
import {
  measureAnalogies,
  type AnalogyMeasure,
  type MeasureAnalogiesOptions,
} from '../../evaluation/analogies/measure-analogies.js';
import { sampleAnalogies } from '../../evaluation/analogies/sample-analogies.js';
import type { Progress } from '../../progress/progress.js';
import { withBar } from '../../progress/with-bar.js';
import { RandomStream } from '../../random.js';
import { analogySpace, analogyTask } from './analogy-task.js';
import { finiteInterval, finiteOrNull } from './finite-or-null.js';
import { openRun } from '../runs/load-run.js';
import { contestantOf, titleOf, type ContestantTitle } from './product-contestants.js';
import { storeMeasures } from './store-measures.js';
import { loadWorkspaceData, type WorkspaceData } from '../runs/workspace-data.js';

export interface EvaluateAnalogiesOptions {
  workspace: string;
  dataset: string;
  split: string;
  /** Completed runs on that split. */
  runIds: readonly string[];
  /** The same queries for every run. */
  numQueries: number;
  /** Of the draw of queries, uint32. */
  seed: number;
  threads: number;
  progress: Progress;
  signal: AbortSignal;
}

/** X as the model has it, which is the formula to the letter, or X / |X|, as analogies of words are read. */
const VECTORS = ['raw', 'unit'] as const;
export type AnalogyVectors = (typeof VECTORS)[number];

/** Precision@5 of one run under one definition (section 5). */
export interface AnalogyRow extends AnalogyMetric, ContestantTitle {
  vectors: AnalogyVectors;
  definition: AnalogyDefinition;
  /** One sentence: what counts as a hit. */
  description: string;
}

export interface AnalogyEvaluation {
  dataset: string;
  split: string;
  seed: number;
  /** By run, then by vectors, then by definition. */
  rows: AnalogyRow[];
}

interface Measured {
  identity: Contestant;
  preset: string;
  metrics: (AnalogyMetric & Pick<AnalogyRow, 'vectors' | 'definition'>)[];
}

/**
 * How often the products nearest to X_p1 - X_u1 + X_u2 are right for u2 (section 5), under each definition
 * of right. What was measured goes to table `analogy_metrics`.
 *
 * @throws InputDataError when fewer than two users have purchases in training.
 * @throws MissingArtifactError when a run is not of that split, or the split was replaced meanwhile.
 */
export async function evaluateAnalogies(
  options: EvaluateAnalogiesOptions,
): Promise<AnalogyEvaluation> {
  const { workspace, dataset, split, seed } = options;
  const data = await loadWorkspaceData(workspace, dataset, split);
  const measured = await measureAll(data, options);
  await storeMeasures(options, data, async (catalog) => {
    for (const { identity, metrics } of measured) {
      await replaceAnalogyMetrics(catalog, identity, { rows: metrics, sampleSeed: seed });
    }
  });
  const rows = measured.flatMap(({ identity, preset, metrics }) =>
    metrics.map((metric) => ({
      ...titleOf(identity, preset),
      ...metric,
      description: ANALOGY_DEFINITIONS[metric.definition],
    })),
  );
  return { dataset, split, seed, rows };
}

async function measureAll(
  data: WorkspaceData,
  { workspace, runIds, numQueries, seed, ...options }: EvaluateAnalogiesOptions,
): Promise<Measured[]> {
  const random = new RandomStream(seed, 'analogies.queries');
  const queries = sampleAnalogies({ train: data.trainProducts, numQueries, random });
  const task = { ...analogyTask(data), queries };
  const measured: Measured[] = [];
  for (const runId of runIds) {
    const { manifest, vectors, scorers } = await openRun(workspace, runId, data);
    // Cold products may be answers, so it is the first who has places for them.
    const { name: title } = scorers.find(({ ranksCold }) => ranksCold)!;
    const raw = analogySpace(manifest, vectors);
    const spaces = { raw, unit: unitSpace(raw) };
    const metrics: Measured['metrics'] = [];
    for (const kind of VECTORS) {
      const inputs = { ...task, ...options, space: spaces[kind] };
      const measures = await measureSpace(`${title}, ${kind} vectors`, inputs, options.progress);
      metrics.push(...measures.map((measure) => toMetric(kind, measure)));
    }
    const identity = contestantOf(data, { model: title, runId, seed: manifest.seed });
    measured.push({ identity, preset: manifest.preset, metrics });
  }
  return measured;
}

/** What a progress bar of shares counts to. */
const PERCENT = 100;

function measureSpace(
  title: string,
  options: MeasureAnalogiesOptions,
  progress: Progress,
): Promise<AnalogyMeasure[]> {
  const bar = progress.bar(`Analogies with ${title}`, PERCENT, '%');
  return withBar(bar, (update) => {
    const onProgress = (shareDone: number): void => update(Math.round(PERCENT * shareDone));
    return measureAnalogies({ ...options, onProgress });
  });
}

function toMetric(
  vectors: AnalogyVectors,
  { definition, precision, ci95, numQueries }: AnalogyMeasure,
): Measured['metrics'][number] {
  return {
    vectors,
    definition,
    precision: finiteOrNull(precision),
    ci95: finiteInterval(ci95),
    queries: numQueries,
  };
}
