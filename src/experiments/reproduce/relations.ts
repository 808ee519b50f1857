import type { ModelName } from '../../config/models.js';
import { evaluateRelations, type RelationRow } from '../evaluate/evaluate-relations.js';
import { RELATION_BASELINES } from '../evaluate/relation-contestants.js';
import type { Step } from '../steps/step-log.js';
import type { Bench, OfRun } from './bench.js';
import type { Contestant } from './contestants.js';
import type { Trial } from './trial.js';

/** 2: unrelated pairs have as many cold products as related ones. */
const REVISION = 2;

/** 3: BPR-MF by itself has no pairs with a cold product; its maps have. VASG that learns popularity has a score of its own. */
const REVISIONS: Partial<Record<ModelName, number>> = { bpr: 3, vasg: 3 };

/** Measures one run: Table 3, and what section `quality` varies. */
export function relationStep(
  bench: Bench,
  trial: Trial,
  contestant: Contestant,
  title = 'Table 3',
): Step<OfRun<RelationRow[]>> {
  return bench.runStep(trial, contestant, {
    kind: 'relations',
    revision: REVISIONS[contestant.model] ?? REVISION,
    title,
    inputs: { maxPairs: bench.sizes.maxPairs },
    measure: (runId) => relate(bench, trial, { runIds: [runId], baselines: [] }),
  });
}

/** Measures the contestants that need no training. */
export function baselineRelationStep(bench: Bench, trial: Trial): Step<RelationRow[]> {
  return bench.trialStep(trial, {
    kind: 'relations/baselines',
    revision: REVISION,
    title: 'Table 3: baselines',
    inputs: { maxPairs: bench.sizes.maxPairs, baselines: RELATION_BASELINES },
    measure: () => relate(bench, trial, { runIds: [], baselines: RELATION_BASELINES }),
  });
}

async function relate(
  { options, sizes, pairs }: Bench,
  { shop, split, seed }: Trial,
  contestants: Pick<Parameters<typeof evaluateRelations>[0], 'runIds' | 'baselines'>,
): Promise<RelationRow[]> {
  const on = { dataset: shop.dataset, split, seed, maxPairs: sizes.maxPairs, pairs };
  const { rows } = await evaluateRelations({ ...options, ...on, ...contestants });
  return rows;
}
