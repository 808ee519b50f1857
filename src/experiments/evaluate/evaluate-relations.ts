import { replaceRelationMetrics, type RelationMetric } from '../../catalog/relation-metrics.js';
import {
  measureRelations,
  type RelationMeasure,
} from '../../evaluation/relations/measure-relations.js';
import type { PairKind } from '../../evaluation/relations/pair-kind.js';
import type { Negatives, RelationSets } from '../../evaluation/relations/relation-sets.js';
import type { Progress } from '../../progress/progress.js';
import { DrawnPairs, type PairDraw } from './drawn-pairs.js';
import { finiteInterval, finiteOrNull } from './finite-or-null.js';
import { titleOf, type ContestantTitle, type ProductContestant } from './product-contestants.js';
import { relationContestants, type RelationContestantsOptions } from './relation-contestants.js';
import { scoreContestant } from './score-contestant.js';
import { storeMeasures } from './store-measures.js';
import { loadWorkspaceData, type WorkspaceData } from '../runs/workspace-data.js';

/** `runIds` are completed runs on the split; there may be none. */
export interface EvaluateRelationsOptions extends RelationContestantsOptions, PairDraw {
  dataset: string;
  split: string;
  /** Drawn before, perhaps, for others that are measured on the split. */
  pairs?: DrawnPairs;
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
  /** Contestants in the order of the runs, then of the baselines; two rows for each kind of pairs they have. */
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
  const { workspace, dataset, split, seed, pairs = new DrawnPairs() } = options;
  const data = await loadWorkspaceData(workspace, dataset, split);
  const measured = await measureAll(data, pairs.of(data, options, options.progress), options);
  await storeMeasures(options, data, async (catalog) => {
    for (const { identity, metrics } of measured) {
      await replaceRelationMetrics(catalog, identity, { rows: metrics, sampleSeed: seed });
    }
  });
  const rows = measured.flatMap(({ identity, preset, metrics }) =>
    metrics.map((metric) => ({ ...titleOf(identity, preset), ...metric })),
  );
  return { dataset, split, seed, rows };
}

async function measureAll(
  data: WorkspaceData,
  sets: RelationSets,
  options: EvaluateRelationsOptions,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for await (const contestant of relationContestants(data, options)) {
    const scores = await scoreContestant(contestant, sets.pairs, options);
    const { identity, preset, pairKinds } = contestant;
    const measures = measureRelations(scores, sets).filter(({ kind }) => pairKinds.includes(kind));
    measured.push({ identity, preset, metrics: measures.map(toMetric) });
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
