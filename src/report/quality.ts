import {
  QUALITY_BAR,
  type Compared,
  type Interval,
  type QualityMeasure,
} from '../experiments/reproduce/reproduction.js';
import { NOTHING, decimals, type NumberFormat } from './format.js';

/** AUC and accuracy side by side: shares of 1, so that a lead of 0.02 looks like one in every column. */
export const QUALITY_FORMAT = decimals(4);

/** Seconds, and how often one takes the time of another. */
export const SECONDS: NumberFormat = decimals(0);
export const TIMES: NumberFormat = decimals(2);

/** The bar in a sentence. */
export const BAR = decimals(2)(QUALITY_BAR);

type Lead = Pick<Compared, 'lead' | 'bar'>;

interface Title {
  title: string;
  note: string;
}

/** Heads of the columns. */
export const MEASURE_TITLES: Readonly<Record<QualityMeasure, Title>> = {
  warm: { title: 'Warm', note: 'AUC, own kind' },
  warmHalfTies: { title: 'Warm, ties ½', note: 'AUC, own kind' },
  warmAmongAll: { title: 'Warm', note: 'AUC, among all' },
  cold: { title: 'Cold', note: 'AUC, own kind' },
  coldHalfTies: { title: 'Cold, ties ½', note: 'AUC, own kind' },
  coldAmongAll: { title: 'Cold', note: 'AUC, among all' },
  relations: { title: 'Relations', note: 'accuracy, uniform' },
  relationsDegreeMatched: { title: 'Relations', note: 'accuracy, degree-matched' },
};

/** What ± is in the tables of this section. */
export const INTERVAL_NOTE =
  '± is half the width of the 95 % interval of the mean over seeds (Student’s t), which one seed does not have';

/** What the words of a lead mean. */
export const BAR_NOTE = `By the bar: a mean lead of ${BAR} or more whose interval is above 0`;

/** Half the width of an interval of the mean. */
export const marginOf = ({ interval }: Pick<Compared, 'interval'>): number | null =>
  interval === null ? null : (interval[1] - interval[0]) / 2;

/** `[0.0210, 0.0414]` */
export const intervalText = (interval: Interval): string =>
  `[${interval.map(QUALITY_FORMAT).join(', ')}]`;

/**
 * `by the bar: 0.0312 [0.0210, 0.0414]`, `better by ..., below the bar`, `worse by ...`, `not shown: ...`; where no bar is
 * judged, `better by ...` alone.
 */
export function leadText(measure: QualityMeasure, { lead, bar }: Lead): string {
  const mean = lead?.difference.mean;
  if (lead === null || mean === null || mean === undefined) return NOTHING;
  if (bar === 'all tied') return bar;
  const { interval, verdict } = lead;
  const range = interval === null ? ', one seed' : ` ${intervalText(interval)}`;
  const isRanked = !isRelations(measure);
  if (isRanked && bar === 'cleared') return `by the bar: ${QUALITY_FORMAT(mean)}${range}`;
  const words =
    verdict === 'not shown'
      ? `not shown: ${QUALITY_FORMAT(mean)}${range}`
      : `${verdict} by ${QUALITY_FORMAT(Math.abs(mean))}${range}`;
  if (isRanked) return bar === 'missed' && verdict === 'better' ? `${words}, below the bar` : words;
  return bar === null ? words : `${words}, ${bar === 'cleared' ? '' : 'not '}within ${BAR}`;
}

/** Relations are held against IBR alone, by another side of the bar. */
export const isRelations = (measure: QualityMeasure): boolean =>
  measure === 'relations' || measure === 'relationsDegreeMatched';
