import type { AnalogyRow, DensityCurve } from '../../experiments/reproduce/reproduction.js';
import { groupBy } from '../../group-by.js';
import { byContestant, contestantTitle } from '../contestant.js';
import { COUNT, decimals, PERCENT, SHARE } from '../format.js';
import {
  measuredCell,
  plainCell,
  reportedColumns,
  type MeasuredCell,
  type Table,
} from './table.js';

/** Precision of analogies: a row a definition, a column a contestant. */
export function analogyTable(rows: readonly AnalogyRow[]): Table {
  const definitions = [...groupBy(rows, ({ definition }) => definition)];
  const contestants = [...byContestant(rows).keys()];
  const find = (own: AnalogyRow[], contestant: string): AnalogyRow | undefined =>
    own.find((row) => contestantTitle(row) === contestant);
  const reported = reportedColumns(
    definitions.map(
      ([, own]) => own.find(({ precision }) => precision.printed !== null)?.precision,
    ),
    SHARE,
  );
  return {
    caption:
      'Analogies, in percent: precision at 5 by three definitions, and how often p₁ itself is among the five',
    rowTitle: 'Definition',
    columns: [
      ...reported,
      ...contestants.map((title) => ({ title, note: 'mean ± sd' })),
      { title: 'Queries' },
    ],
    rows: definitions.map(([definition, own], index) => ({
      head: definition,
      cells: [
        ...reported.map((column) => column.cells[index]!),
        ...contestants.map((contestant) =>
          precisionCell(`${contestant}, ${definition}`, find(own, contestant)),
        ),
        plainCell(own[0]?.queries, COUNT),
      ],
    })),
  };
}

function precisionCell(title: string, row: AnalogyRow | undefined): MeasuredCell {
  return measuredCell({
    title,
    spread: row?.precision.ours,
    format: PERCENT,
    runIds: row?.precision.runIds ?? [],
    facts: [['Queries', COUNT(row?.queries ?? 0)]],
  });
}

/** What counts as a hit, by definition. */
export function analogyDefinitions(rows: readonly AnalogyRow[]): Map<string, string> {
  return new Map(rows.map(({ definition, description }) => [definition, description]));
}

/** Shape of the cosine distributions of Figure 4. */
export function distributionTable(curves: readonly DensityCurve[]): Table {
  const reported = reportedColumns(
    curves.map(({ excessKurtosis }) => excessKurtosis),
    decimals(2),
  );
  return {
    caption: 'Shape of the distributions of Figure 4',
    rowTitle: 'Space',
    columns: [
      ...reported,
      { title: 'Excess kurtosis', note: '0 for a normal distribution' },
      { title: 'Standard deviation', note: 'of the cosine' },
    ],
    rows: curves.map((curve, index) => ({
      head: spaceTitle(curve),
      cells: [...reported.map((column) => column.cells[index]!), ...shapeCells(curve)],
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
