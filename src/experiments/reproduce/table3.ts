import { MODELS } from '../../config/models.js';
import type { RelationRow } from '../evaluate/evaluate-relations.js';
import type { Step } from '../steps/step-log.js';
import { spreadOf } from '../steps/spread.js';
import { alignSeeds } from './align-seeds.js';
import type { Bench } from './bench.js';
import { cellOf, meanCount } from './cell.js';
import { BY_IMPORTANCE, CONTESTANTS, isPrinted } from './contestants.js';
import { AUTHORS_LOG, TABLE_3 } from './printed.js';
import { baselineRelationStep, relationStep } from './relations.js';
import type { Table3Row } from './reproduction.js';
import type { Shop, Trial, Trials } from './trial.js';

/** Section 4.3: which products were bought by one user. */
export function table3Steps(bench: Bench, trial: Trial): Step<unknown>[] {
  return [
    baselineRelationStep(bench, trial),
    ...BY_IMPORTANCE.map((contestant) => relationStep(bench, trial, contestant)),
  ];
}

/** Trials are those of one shop, in the order of the seeds. */
export function table3(bench: Bench, trials: Trials): Table3Row[] {
  const contestants = [
    trials.map((trial) => bench.resultOf(baselineRelationStep(bench, trial))),
    ...CONTESTANTS.map((contestant) =>
      trials.map((trial) => bench.resultOf(relationStep(bench, trial, contestant))?.value),
    ),
  ];
  return KINDS.flatMap((kind) =>
    contestants.flatMap((bySeed) => relatedRows(trials[0].shop, kind, bySeed)),
  );
}

/** Apart first, because a cold product has its place from its photo alone: another question; then all together. */
const KINDS = ['warm', 'with-cold', 'all'] as const satisfies Table3Row['kind'][];

/** Rows of one contestant for one kind of pairs; what each seed found is in the order of the seeds. */
export function relatedRows(
  shop: Shop,
  kind: Table3Row['kind'],
  bySeed: readonly (RelationRow[] | undefined)[],
): Table3Row[] {
  const ofKind = bySeed.map((rows) => rows?.filter((row) => row.kind === kind));
  return alignSeeds(ofKind, conditionOf).map(({ present, bySeed: aligned }) => {
    const { model, preset, negatives } = present[0];
    const values = (name: 'accuracy' | 'accuracyTrainThreshold' | 'auc') =>
      aligned.map((row) => row?.[name] ?? null);
    return {
      ...{ model, preset, negatives, kind },
      accuracy: cellOf(values('accuracy'), {
        ...printedAccuracy(shop, { ...present[0], kind }),
        runIds: present.flatMap(({ runId }) => runId ?? []),
      }),
      accuracyTrainThreshold: spreadOf(values('accuracyTrainThreshold')),
      auc: spreadOf(values('auc')),
      pairs: meanCount(present.map(({ pairs }) => pairs)),
    };
  });
}

/**
 * The paper prints one number, of p_i in P, so its pairs may have cold products; it stands beside the warm pairs, as
 * the authors' log has its high accuracies for these and chance for cold ones. Of the log the best value is shown.
 */
function printedAccuracy(
  { category }: Shop,
  { model, preset, negatives, kind }: RelationRow & Pick<Table3Row, 'kind'>,
): { paper: string | null; authors: number | null } {
  if (category === null || negatives !== 'uniform' || !isPrinted(model, preset)) {
    return { paper: null, authors: null };
  }
  const printed: Partial<Record<string, string>> = kind === 'warm' ? TABLE_3[category] : {};
  const log = kind === 'all' ? undefined : AUTHORS_LOG[category]?.relationAccuracy?.[kind];
  const logged = model === MODELS.vasg.title ? log?.[1] : undefined;
  return { paper: printed[model] ?? null, authors: logged ?? null };
}

function conditionOf({ model, negatives }: RelationRow): string {
  return `${model}, ${negatives}`;
}
