import type { AnalogyRow, DensityCurve } from '../../experiments/reproduce/reproduction.js';
import { contestantTitle, groupBy } from '../contestant.js';
import { COUNT, decimals, PERCENT } from '../format.js';
import {
  markBest,
  measuredCell,
  plainCell,
  reportedColumns,
  textCell,
  type MeasuredCell,
  type Table,
} from './table.js';

/** Precision of analogies, one table a definition of a hit. */
export function analogyTables(rows: readonly AnalogyRow[]): Table[] {
  const groups = groupBy(rows, ({ definition }) => definition);
  return [...groups].map(([definition, own]) => analogyTable(definition, own));
}

function analogyTable(definition: string, rows: readonly AnalogyRow[]): Table {
  const reported = reportedColumns(rows.map(({ precision }) => precision));
  const measured = rows.map((row) =>
    measuredCell({
      title: `${contestantTitle(row)}, ${definition}`,
      spread: row.precision.ours,
      format: PERCENT,
      runIds: row.precision.runIds,
      facts: [['Queries', COUNT(row.queries)]],
    }),
  );
  markBest(measured);
  return {
    caption: `Analogies, “${definition}”: ${rows[0]?.description ?? ''}`,
    rowTitle: 'Contestant',
    columns: [
      ...reported.map((column) => ({ ...column, note: 'precision at 5, %' })),
      { title: 'Ours', note: 'precision at 5, %' },
      { title: 'Queries' },
    ],
    rows: rows.map((row, index) => ({
      head: contestantTitle(row),
      cells: [
        ...reported.map(({ values }) => plainCell(values[index], PERCENT)),
        measured[index]!,
        textCell(COUNT(row.queries)),
      ],
    })),
    emphasis:
      'Bold: the highest mean, and every other within one standard deviation over seeds of it.',
  };
}

/** Shape of the cosine distributions of Figure 4. */
export function distributionTable(curves: readonly DensityCurve[]): Table {
  const reported = reportedColumns(curves.map(({ excessKurtosis }) => excessKurtosis));
  return {
    caption: 'Shape of the distributions of Figure 4',
    rowTitle: 'Space',
    columns: [
      ...reported.map((column) => ({ ...column, note: 'kurtosis' })),
      { title: 'Excess kurtosis', note: '0 for a normal distribution' },
      { title: 'Standard deviation', note: 'of the cosine' },
    ],
    rows: curves.map((curve, index) => ({
      head: spaceTitle(curve),
      cells: [
        ...reported.map(({ values }) => plainCell(values[index], decimals(2))),
        ...shapeCells(curve),
      ],
    })),
  };
}

function shapeCells(curve: DensityCurve): MeasuredCell[] {
  const { excessKurtosis, standardDeviation } = curve;
  const { runIds } = excessKurtosis;
  return [
    measuredCell({
      title: `${spaceTitle(curve)}, excess kurtosis`,
      spread: excessKurtosis.ours,
      format: decimals(2),
      runIds,
    }),
    measuredCell({
      title: `${spaceTitle(curve)}, standard deviation of the cosine`,
      spread: standardDeviation,
      format: decimals(3),
      runIds,
    }),
  ];
}

/** `VASG (default)`, or `Image features` for the raw features. */
export function spaceTitle({ space, preset }: Pick<DensityCurve, 'space' | 'preset'>): string {
  return space === 'features' ? 'Image features' : contestantTitle({ model: space, preset });
}
