import { MODELS } from '../../../config/models.js';
import {
  QUALITY_BAR,
  QUALITY_MEASURES,
  type Compared,
  type Lead,
  type QualityMeasure,
  type QualityMeasures,
} from '../reproduction.js';

type Bar = Compared['bar'];

const RELATIONS: readonly QualityMeasure[] = ['relations', 'relationsDegreeMatched'];

/** The same with half ties, which tells whether a strict AUC of 0 is one of ties alone. */
const WITH_HALF_TIES: Partial<Record<QualityMeasure, QualityMeasure>> = {
  warm: 'warmHalfTies',
  cold: 'coldHalfTies',
};

/** The measures of a contestant with what the leads of `default` over it are by `QUALITY_BAR`. */
export function judged(model: string, measures: QualityMeasures): QualityMeasures {
  const entries = QUALITY_MEASURES.map(
    (measure) => [measure, { ...measures[measure], bar: barOf(model, measure, measures) }] as const,
  );
  return Object.fromEntries(entries) as QualityMeasures;
}

function barOf(model: string, measure: QualityMeasure, measures: QualityMeasures): Bar {
  const { lead } = measures[measure];
  if (lead === null) return null;
  if (RELATIONS.includes(measure)) return model === MODELS.ibr.title ? isWithin(lead) : null;
  return isAllTied(measure, measures) ? 'all tied' : isAhead(lead);
}

function isAhead({ difference, interval, verdict }: Lead): Bar {
  if (interval === null) return null;
  return verdict === 'better' && difference.mean! >= QUALITY_BAR ? 'cleared' : 'missed';
}

/** By the mean: the interval stands beside it. */
function isWithin({ difference, interval }: Lead): Bar {
  if (interval === null) return null;
  return difference.mean! >= -QUALITY_BAR ? 'cleared' : 'missed';
}

function isAllTied(measure: QualityMeasure, measures: QualityMeasures): boolean {
  const withHalfTies = WITH_HALF_TIES[measure];
  if (withHalfTies === undefined) return false;
  return measures[measure].value.mean === 0 && measures[withHalfTies].value.mean === 0.5;
}
