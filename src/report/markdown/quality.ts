import {
  QUALITY_MEASURES,
  type AblationRow,
  type Compared,
  type DatasetReproduction,
  type QualityMeasures,
  type QualityRow,
} from '../../experiments/reproduce/reproduction.js';
import { contestantTitle } from '../contestant.js';
import { fittedText } from '../fitted.js';
import { NOTHING } from '../format.js';
import { barLines } from '../bars.js';
import {
  BAR_NOTE,
  INTERVAL_NOTE,
  MEASURE_TITLES,
  QUALITY_FORMAT,
  SECONDS,
  TIMES,
  leadText,
  marginOf,
} from '../quality.js';
import { numeric, spread, table, type Column } from './table.js';

interface Row {
  measures: QualityMeasures;
}

/** Our own model against everybody, and against itself with one thing changed. */
export function quality(found: DatasetReproduction, seeds: readonly number[]): string[] {
  const { contestants, ablations, slowdown } = found.quality;
  const contestant = { title: 'model', text: contestantTitle };
  const variant = { title: 'variant', text: ({ name }: AblationRow) => name };
  return [
    '### Quality: is preset default better than everybody else?',
    `AUC, and accuracy of relations of two warm products, as shares of 1. ${INTERVAL_NOTE}.`,
    table<QualityRow>([contestant, ...values<QualityRow>()], contestants),
    `How far default is ahead: mean difference over seeds and its 95 % interval. ${BAR_NOTE}.`,
    table<QualityRow>([contestant, ...leads<QualityRow>()], contestants.slice(1)),
    ...listed(barLines(found.quality)),
    ...listed(contestants.flatMap((row) => fittedLine(row, seeds))),
    ...(slowdown.mean === null
      ? []
      : [
          `Training default takes ${spread(slowdown, TIMES)} times as long as training paper (± the standard deviation over seeds).`,
        ]),
    '### Ablations: what default loses when one thing is changed',
    table<AblationRow>(
      [
        variant,
        { title: 'set', text: ({ settings }) => settings ?? NOTHING },
        { title: 'why default has it', text: ({ claim }) => claim },
        ...values<AblationRow>(),
        numeric('seconds of training, ± sd', (row) => spread(row.trainingSeconds, SECONDS)),
      ],
      ablations,
    ),
    'How far default is ahead of it: mean difference over seeds and its 95 % interval.',
    table<AblationRow>([variant, ...leads<AblationRow>()], ablations.slice(1)),
  ];
}

const values = <R extends Row>(): Column<R>[] =>
  QUALITY_MEASURES.map((measure) =>
    numeric<R>(headOf(measure), ({ measures }) => estimate(measures[measure])),
  );

const leads = <R extends Row>(): Column<R>[] =>
  QUALITY_MEASURES.map((measure) =>
    numeric<R>(headOf(measure), ({ measures }) => leadText(measure, measures[measure])),
  );

/** `0.8123 ± 0.0045`: with its interval where `spread` has a deviation. */
const estimate = (compared: Compared): string =>
  spread({ ...compared.value, sd: marginOf(compared) }, QUALITY_FORMAT);

/** Of a peer, which has no run to look it up in. */
function fittedLine(row: QualityRow, seeds: readonly number[]): string[] {
  const settings = fittedText(row.fitted, seeds);
  return settings === undefined ? [] : [`${contestantTitle(row)} was fitted with ${settings}.`];
}

const listed = (lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')];

function headOf(measure: keyof QualityMeasures): string {
  const { title, note } = MEASURE_TITLES[measure];
  return `${title.toLowerCase()}, ${note}`;
}
