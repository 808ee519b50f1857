import {
  evaluateAnalogies,
  type AnalogyRow as MeasuredRow,
  type AnalogyVectors,
} from '../evaluate/evaluate-analogies.js';
import type { Step } from '../steps/step-log.js';
import { alignSeeds } from './align-seeds.js';
import type { Bench, OfRun } from './bench.js';
import { cellOf, meanCount } from './cell.js';
import { VASG_PRESETS, isPrinted, type Contestant } from './contestants.js';
import { ANALOGY_PRECISION_AT_5 } from './printed.js';
import type { AnalogyRow } from './reproduction.js';
import type { Shop, Trial, Trials } from './trial.js';

/** What "precision" means where nothing else is said: the share of the answers that are right. */
const USUAL_DEFINITION = 'owned-share';

const VECTORS: Readonly<Record<AnalogyVectors, string>> = {
  raw: 'X as the model has it.',
  unit: 'X scaled to length 1.',
};

/** Section 5: how often the neighbours of X_p1 - X_u1 + X_u2 are right for u2. */
export function linearRelationshipSteps(bench: Bench, trial: Trial): Step<unknown>[] {
  return VASG_PRESETS.map((contestant) => analogyStep(bench, trial, contestant));
}

/** Trials are those of one shop, in the order of the seeds. */
export function linearRelationships(bench: Bench, trials: Trials): AnalogyRow[] {
  return VASG_PRESETS.flatMap((contestant) => {
    const bySeed = trials.map((trial) => bench.resultOf(analogyStep(bench, trial, contestant)));
    return rowsOf(
      trials[0].shop,
      bySeed.map((found) => found?.value),
    );
  });
}

function analogyStep(
  bench: Bench,
  trial: Trial,
  contestant: Contestant,
): Step<OfRun<MeasuredRow[]>> {
  const { numQueries } = bench.sizes;
  const { shop, split, seed } = trial;
  return bench.runStep(trial, contestant, {
    kind: 'analogies',
    title: 'Section 5, linear relationships',
    inputs: { numQueries },
    measure: async (runId) => {
      const on = { dataset: shop.dataset, split, seed, runIds: [runId], numQueries };
      const { rows } = await evaluateAnalogies({ ...bench.options, ...on });
      return rows;
    },
  });
}

function rowsOf(shop: Shop, bySeed: readonly (MeasuredRow[] | undefined)[]): AnalogyRow[] {
  return alignSeeds(bySeed, conditionOf).map(({ present, bySeed: aligned }) => {
    const { model, preset, vectors, description } = present[0];
    const values = aligned.map((row) => row?.precision ?? null);
    return {
      ...{ model, preset, definition: conditionOf(present[0]) },
      description: `${description} ${VECTORS[vectors]}`,
      precision: cellOf(values, {
        paper: printedPrecision(shop, present[0]),
        runIds: present.flatMap(({ runId }) => runId ?? []),
      }),
      queries: meanCount(present.map(({ queries }) => queries)),
    };
  });
}

function printedPrecision(
  { category }: Shop,
  { model, preset, definition }: MeasuredRow,
): string | null {
  if (category === null || definition !== USUAL_DEFINITION || !isPrinted(model, preset))
    return null;
  return ANALOGY_PRECISION_AT_5[category] ?? null;
}

function conditionOf({ definition, vectors }: MeasuredRow): string {
  return `${definition}, ${vectors}`;
}
