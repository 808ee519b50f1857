import type { Cell, Spread } from '../../experiments/reproduce/reproduction.js';
import { bestOf } from '../best.js';
import { NOTHING, written, type NumberFormat } from '../format.js';

/** A table as data; `DataTable` draws it. */
export interface Table {
  caption: string;
  /** Title of the column of row heads. */
  rowTitle: string;
  /** Heads over several columns; without them there is one head row. */
  groups?: { title: string; span: number }[];
  columns: { title: string; note?: string }[];
  rows: { head: string; cells: TableCell[] }[];
  /** What bold means in it, or why nothing is bold; absent where nothing is compared. */
  emphasis?: string | undefined;
}

export type TableCell = { kind: 'text'; text: string } | MeasuredCell;

/** A number of ours, which says where it comes from. */
export interface MeasuredCell {
  kind: 'measured';
  /** What it is, in full: row, column and condition. */
  title: string;
  spread: Spread;
  /** What stands behind ±: the standard deviation over seeds unless the table says otherwise; null for nothing. */
  margin: number | null;
  format: NumberFormat;
  runIds: readonly string[];
  /** Where it comes from without a run; absent for what nothing is trained for. */
  source?: string | undefined;
  /** Whether it is among the best of its column. */
  best: boolean;
  /** What else is known about it. */
  facts: [label: string, value: string][];
}

/** A value that is not ours, or that is no measurement. */
export const plainCell = (value: number | null | undefined, format: NumberFormat): TableCell => ({
  kind: 'text',
  text: written(value, format),
});

const NOT_MEASURED: Spread = { mean: null, sd: null, values: [] };

type Measurement = Pick<MeasuredCell, 'title' | 'format'> &
  Partial<Pick<MeasuredCell, 'margin' | 'runIds' | 'source' | 'facts'>> & {
    spread: Spread | undefined;
  };

/** A number of ours; without `spread` it was not measured. */
export function measuredCell({ spread = NOT_MEASURED, ...cell }: Measurement): MeasuredCell {
  return {
    kind: 'measured',
    margin: spread.sd,
    runIds: [],
    facts: [],
    ...cell,
    spread,
    best: false,
  };
}

/**
 * Marks the best of a column in which there are rivals. `halfWidths`, of the interval around each mean, are in the order
 * of the cells; without them an interval is what stands behind ±, which one seed does not have.
 */
export function markBest(
  cells: readonly MeasuredCell[],
  halfWidths: readonly (number | null)[] = cells.map(({ margin }) => margin),
): void {
  const standings = cells.map(({ spread }, index) => ({
    mean: spread.mean,
    halfWidth: halfWidths[index]!,
  }));
  if (standings.filter(({ mean }) => mean !== null).length < 2) return;
  for (const [index, isBest] of bestOf(standings).entries()) cells[index]!.best = isBest;
}

/** What bold means, where anything is bold. */
export const emphasisOf = (cells: readonly MeasuredCell[], meaning: string): string | undefined =>
  cells.some(({ best }) => best) ? meaning : undefined;

/** What others report about a row. */
export type ReportedCell = Pick<Cell, 'printed' | 'authors'>;

/** A column of what others report, with one cell a row. */
export interface ReportedColumn {
  title: string;
  note: string;
  cells: TableCell[];
}

/** The paper's column, to the letter, and that of the authors' log in `format`, where they have any value. */
export function reportedColumns(
  rows: readonly (ReportedCell | undefined)[],
  format: NumberFormat,
): ReportedColumn[] {
  const column = (title: string, note: string, texts: readonly string[]): ReportedColumn[] =>
    texts.every((text) => text === NOTHING)
      ? []
      : [{ title, note, cells: texts.map((text) => ({ kind: 'text', text })) }];
  const printed = rows.map((row) => row?.printed ?? NOTHING);
  const logged = rows.map((row) => written(row?.authors, format));
  return [
    ...column('Paper', 'as printed', printed),
    ...column('Authors’ log', 'public repository', logged),
  ];
}

/** The head over those columns; none when nothing is reported. */
export const reportedGroup = (columns: readonly ReportedColumn[]): NonNullable<Table['groups']> =>
  columns.length === 0 ? [] : [{ title: 'Reported', span: columns.length }];
