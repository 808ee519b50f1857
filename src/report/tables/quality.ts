import {
  QUALITY_MEASURES,
  type AblationRow,
  type Compared,
  type Quality,
  type QualityMeasures,
} from '../../experiments/reproduce/reproduction.js';
import { contestantTitle } from '../contestant.js';
import { fittedText } from '../fitted.js';
import {
  INTERVAL_NOTE,
  MEASURE_TITLES,
  QUALITY_FORMAT,
  SECONDS,
  intervalText,
  leadText,
  marginOf,
} from '../quality.js';
import { markBest, emphasisOf, measuredCell, type MeasuredCell, type Table } from './table.js';

interface Row {
  head: string;
  measures: QualityMeasures;
  runIds: readonly string[];
  source?: string | undefined;
}

const COLUMNS = QUALITY_MEASURES.map((measure) => MEASURE_TITLES[measure]);

const LEAD_NOTE = 'mean difference over seeds and its 95 % interval';

const EMPHASIS =
  'Bold: the highest mean of its column, and every other whose interval overlaps with that of the highest. The leads below compare seed by seed.';

/** What everybody has, and how far `default` is ahead of it. */
export function contestantTables(
  { contestants }: Quality,
  seeds: readonly number[],
): [values: Table, leads: Table] {
  const rows = contestants.map((row) => {
    const settings = fittedText(row.fitted, seeds);
    const source = settings === undefined ? undefined : `none; fitted with ${settings}`;
    return { ...row, head: contestantTitle(row), source };
  });
  return [
    valueTable(`Our own model and everybody else. ${INTERVAL_NOTE}`, 'Model', rows),
    leadTable(`How far default is ahead: ${LEAD_NOTE}`, 'Model', rows),
  ];
}

/** The same for the variants of `default`, with what is changed for what in the note of its training time. */
export function ablationTables({ ablations }: Quality): [values: Table, leads: Table] {
  const rows = ablations.map((row) => ({ ...row, head: row.name }));
  const values = valueTable(`Default with one thing changed. ${INTERVAL_NOTE}`, 'Variant', rows);
  return [
    {
      ...values,
      columns: [...values.columns, { title: 'Training', note: 'seconds, ± sd' }],
      rows: values.rows.map(({ head, cells }, index) => ({
        head,
        cells: [...cells, secondsCell(ablations[index]!)],
      })),
    },
    leadTable(`How far default is ahead of the variant: ${LEAD_NOTE}`, 'Variant', rows),
  ];
}

function valueTable(caption: string, rowTitle: string, rows: readonly Row[]): Table {
  const columns = QUALITY_MEASURES.map((measure) => columnOf(measure, rows));
  return {
    ...{ caption, rowTitle, columns: COLUMNS },
    rows: rows.map(({ head }, index) => ({
      head,
      cells: columns.map((column) => column[index]!),
    })),
    emphasis: emphasisOf(columns.flat(), EMPHASIS),
  };
}

function columnOf(measure: keyof QualityMeasures, rows: readonly Row[]): MeasuredCell[] {
  const { title, note } = MEASURE_TITLES[measure];
  const cells = rows.map(({ head, measures, runIds, source }) =>
    measuredCell({
      title: `${head}: ${title.toLowerCase()}, ${note}`,
      spread: measures[measure].value,
      margin: marginOf(measures[measure]),
      format: QUALITY_FORMAT,
      ...{ runIds, source },
      facts: [
        ...intervalFact(measures[measure]),
        ['Default is', leadText(measure, measures[measure])],
      ],
    }),
  );
  markBest(cells);
  return cells;
}

const intervalFact = ({ interval }: Compared): MeasuredCell['facts'] =>
  interval === null ? [] : [['95 % over seeds', intervalText(interval)]];

/** Without the first row, which is `default` itself. */
function leadTable(caption: string, rowTitle: string, rows: readonly Row[]): Table {
  return {
    ...{ caption, rowTitle, columns: COLUMNS },
    rows: rows.slice(1).map(({ head, measures }) => ({
      head,
      cells: QUALITY_MEASURES.map((measure) => ({
        kind: 'text',
        text: leadText(measure, measures[measure]),
      })),
    })),
  };
}

function secondsCell({
  name,
  settings,
  claim,
  trainingSeconds,
  runIds,
}: AblationRow): MeasuredCell {
  const setFact: MeasuredCell['facts'] = settings === null ? [] : [['Set', settings]];
  return measuredCell({
    title: `${name}: seconds of training`,
    spread: trainingSeconds,
    format: SECONDS,
    runIds,
    facts: [...setFact, ['Why default has it', claim]],
  });
}
