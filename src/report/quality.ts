import type { Lead, QualityMeasure } from '../experiments/reproduce/reproduction.js';
import { NOTHING, decimals, type NumberFormat } from './format.js';

/** AUC and accuracy side by side: shares of 1, so that a lead of 0.02 looks like one in every column. */
export const QUALITY_FORMAT = decimals(4);

/** Seconds, and how often one takes the time of another. */
export const SECONDS: NumberFormat = decimals(0);
export const TIMES: NumberFormat = decimals(2);

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
  coldAmongAll: { title: 'Cold', note: 'AUC, among all' },
  relations: { title: 'Relations', note: 'accuracy, uniform' },
  relationsDegreeMatched: { title: 'Relations', note: 'accuracy, degree-matched' },
};

/** `better by 0.0312 [0.0210, 0.0414]`, `worse by ...`, `not shown: 0.0010 [−0.0020, 0.0040]`. */
export function leadText(lead: Lead | null): string {
  const mean = lead?.difference.mean;
  if (lead === null || mean === null || mean === undefined) return NOTHING;
  const { interval, verdict } = lead;
  const range = interval === null ? ', one seed' : ` [${interval.map(QUALITY_FORMAT).join(', ')}]`;
  return verdict === 'not shown'
    ? `not shown: ${QUALITY_FORMAT(mean)}${range}`
    : `${verdict} by ${QUALITY_FORMAT(Math.abs(mean))}${range}`;
}
