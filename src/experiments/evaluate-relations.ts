import { replaceRelationMetrics, type RelationMetric } from '../catalog/relation-metrics.js';
import { InputDataError } from '../errors.js';
import {
  measureRelations,
  type RelationMeasure,
} from '../evaluation/relations/measure-relations.js';
import type { PairKind } from '../evaluation/relations/pair-kind.js';
import {
  relationSets,
  type Negatives,
  type RelationSets,
} from '../evaluation/relations/relation-sets.js';
import type { Progress } from '../progress/progress.js';
import { SPLIT_PARTS, type SplitPart } from '../splitting/parts.js';
import { finiteInterval, finiteOrNull } from './finite-or-null.js';
import { titleOf, type ContestantTitle, type ProductContestant } from './product-contestants.js';
import { relationContestants, type RelationContestantsOptions } from './relation-contestants.js';
import { scoreContestant } from './score-contestant.js';
import { storeMeasures } from './store-measures.js';
import { loadWorkspaceData, type WorkspaceData } from './training-data.js';

/** `runIds` are completed runs on the split; there may be none. */
export interface EvaluateRelationsOptions extends RelationContestantsOptions {
  dataset: string;
  split: string;
  /** Most related pairs, of the test and of the training part each. */
  maxPairs: number;
  /** Of the draw of pairs, uint32. */
  seed: number;
  progress: Progress;
  signal: AbortSignal;
}

/** One contestant under one condition (Table 3). */
export interface RelationRow extends RelationMetric, ContestantTitle {
  negatives: Negatives;
  kind: PairKind;
}

export interface RelationEvaluation {
  dataset: string;
  split: string;
  seed: number;
  /** Contestants in the order of the runs, then of the baselines; six rows each. */
  rows: RelationRow[];
}

interface Measured extends Pick<ProductContestant, 'identity' | 'preset'> {
  metrics: (RelationMetric & Pick<RelationRow, 'negatives' | 'kind'>)[];
}

/**
 * How well runs and baselines tell products that were bought together from others (section 4.3), on pairs
 * that training does not know. What was measured goes to table `relation_metrics`.
 *
 * @throws InputDataError when the test part relates no products.
 * @throws MissingArtifactError when a run is not of that split, or the split was replaced meanwhile.
 */
export async function evaluateRelations(
  options: EvaluateRelationsOptions,
): Promise<RelationEvaluation> {
  const { workspace, dataset, split, seed } = options;
  const data = await loadWorkspaceData(workspace, dataset, split);
  const measured = await measureAll(data, drawPairs(data, options), options);
  await storeMeasures(workspace, data, async (catalog) => {
    for (const { identity, metrics } of measured) {
      await replaceRelationMetrics(catalog, identity, { rows: metrics, sampleSeed: seed });
    }
  });
  const rows = measured.flatMap(({ identity, preset, metrics }) =>
    metrics.map((metric) => ({ ...titleOf(identity, preset), ...metric })),
  );
  return { dataset, split, seed, rows };
}

function drawPairs(
  { split }: WorkspaceData,
  { maxPairs, seed, progress }: EvaluateRelationsOptions,
): RelationSets {
  progress.log('Drawing pairs of products.');
  const isIn = (parts: readonly SplitPart[]): Uint8Array =>
    split.part.map((code) => (parts.includes(SPLIT_PARTS[code]!) ? 1 : 0));
  const sets = relationSets({
    purchases: split,
    isTest: isIn(['test_warm', 'test_cold']),
    isTrain: isIn(['train']),
    numProducts: split.numProducts,
    ...{ maxPairs, seed },
  });
  if (sets.tests.some(({ related }) => related.length > 0)) return sets;
  throw new InputDataError(
    `The test part of split ${split.split} of data set ${split.dataset} relates no two products that are not related in training, or there are no unrelated ones to tell them from.`,
    {
      code: 'NO_RELATIONS',
      suggestions: ['Evaluate relations on a data set with more products or fewer purchases.'],
    },
  );
}

async function measureAll(
  data: WorkspaceData,
  sets: RelationSets,
  options: EvaluateRelationsOptions,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for await (const contestant of relationContestants(data, options)) {
    const scores = await scoreContestant(contestant, sets.pairs, options);
    const { identity, preset } = contestant;
    measured.push({ identity, preset, metrics: measureRelations(scores, sets).map(toMetric) });
  }
  return measured;
}

function toMetric(measure: RelationMeasure): Measured['metrics'][number] {
  const { negatives, kind, numPairs } = measure;
  return {
    negatives,
    kind,
    accuracy: finiteOrNull(measure.accuracy),
    accuracyCi95: finiteInterval(measure.accuracyCi95),
    threshold: finiteOrNull(measure.threshold),
    accuracyTrainThreshold: finiteOrNull(measure.accuracyTrainThreshold),
    trainThreshold: finiteOrNull(measure.trainThreshold),
    auc: finiteOrNull(measure.auc),
    aucCi95: finiteInterval(measure.aucCi95),
    pairs: numPairs,
  };
}
