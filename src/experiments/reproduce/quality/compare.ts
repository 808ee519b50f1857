import { pairedLead } from '../../steps/paired-lead.js';
import { spreadOf, type Spread } from '../../steps/spread.js';
import { studentInterval } from '../../steps/student-interval.js';
import {
  QUALITY_MEASURES,
  type QualityMeasure,
  type QualityMeasures,
  type Table2Row,
  type Table3Row,
} from '../reproduction.js';

/** What Tables 2 and 3 have of one contestant. */
export interface Measured {
  table2: readonly Table2Row[];
  table3: readonly Table3Row[];
}

type Find = (measured: Measured) => Spread | undefined;

const ranked =
  (
    part: Table2Row['part'],
    candidates: Table2Row['candidates'],
    valueOf = ({ auc }: Table2Row) => auc.ours,
  ): Find =>
  ({ table2 }) => {
    const row = table2.find((each) => each.part === part && each.candidates === candidates);
    return row && valueOf(row);
  };

/** Pairs of two warm products, as in the headline of Table 3. */
const related =
  (negatives: Table3Row['negatives']): Find =>
  ({ table3 }) =>
    table3.find((row) => row.kind === 'warm' && row.negatives === negatives)?.accuracy.ours;

const FIND: Readonly<Record<QualityMeasure, Find>> = {
  warm: ranked('warm', 'warm'),
  warmHalfTies: ranked('warm', 'warm', ({ aucHalfTies }) => aucHalfTies),
  warmAmongAll: ranked('warm', 'all'),
  cold: ranked('cold', 'cold'),
  coldHalfTies: ranked('cold', 'cold', ({ aucHalfTies }) => aucHalfTies),
  coldAmongAll: ranked('cold', 'all'),
  relations: related('uniform'),
  relationsDegreeMatched: related('degree-matched'),
};

/** All measures of a contestant, each with the lead that `ours` has; without `ours` there are none. No bar is judged. */
export function compared(measured: Measured, ours?: Measured): QualityMeasures {
  const entries = QUALITY_MEASURES.map((measure) => {
    const value = FIND[measure](measured) ?? spreadOf([]);
    const lead = ours === undefined ? null : pairedLead(FIND[measure](ours) ?? spreadOf([]), value);
    return [measure, { value, interval: studentInterval(value), lead, bar: null }] as const;
  });
  return Object.fromEntries(entries) as QualityMeasures;
}
