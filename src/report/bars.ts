import {
  QUALITY_MEASURES,
  type Quality,
  type QualityMeasure,
  type QualityRow,
} from '../experiments/reproduce/reproduction.js';
import { contestantTitle } from './contestant.js';
import { BAR, MEASURE_TITLES, isRelations, leadText } from './quality.js';

/** Where a bar is missed. */
const SHORT = { better: 'ahead by less', worse: 'behind', 'not shown': 'no difference shown' };

/** Which bars `default` clears, a line for each measure; none while there is nobody to be held against. */
export function barLines({ contestants }: Quality): string[] {
  const others = contestants.slice(1);
  const isJudged = others.some(({ measures }) =>
    QUALITY_MEASURES.some((measure) => ['cleared', 'missed'].includes(measures[measure].bar ?? '')),
  );
  if (others.length === 0) return [];
  if (!isJudged) return ['No bar is judged: one seed has no interval.'];
  return QUALITY_MEASURES.flatMap((measure) => {
    const judged = others.filter(({ measures }) => measures[measure].bar !== null);
    if (judged.length === 0) return [];
    const { title, note } = MEASURE_TITLES[measure];
    const verdict = isRelations(measure) ? relations(measure, judged) : ranking(measure, judged);
    return [`${title}, ${note}: ${verdict}.`];
  });
}

function ranking(measure: QualityMeasure, judged: readonly QualityRow[]): string {
  const by = (bar: string): QualityRow[] =>
    judged.filter(({ measures }) => measures[measure].bar === bar);
  const [cleared, missed, tied] = [by('cleared'), by('missed'), by('all tied')];
  return [
    `better by the bar than ${cleared.length} of ${cleared.length + missed.length}`,
    ...(missed.length === 0
      ? []
      : [`missed: ${missed.map((row) => shortfall(measure, row)).join(', ')}`]),
    ...(tied.length === 0
      ? []
      : [`not judged, as all is tied: ${tied.map(contestantTitle).join(', ')}`]),
  ].join('; ');
}

function shortfall(measure: QualityMeasure, row: QualityRow): string {
  const verdict = row.measures[measure].lead?.verdict ?? 'not shown';
  return `${contestantTitle(row)} (${SHORT[verdict]})`;
}

/** Only IBR is judged. */
function relations(measure: QualityMeasure, judged: readonly QualityRow[]): string {
  return judged
    .map((row) => {
      const { bar, lead } = row.measures[measure];
      const is = bar === 'cleared' ? 'within' : 'not within';
      return `${is} ${BAR} of ${contestantTitle(row)}, ${leadText(measure, { lead, bar: null })}`;
    })
    .join('; ');
}
