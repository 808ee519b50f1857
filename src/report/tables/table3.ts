import type { Spread, Table3Row } from '../../experiments/reproduce/reproduction.js';
import { byContestant, groupBy } from '../contestant.js';
import { AUC, COUNT, PERCENT } from '../format.js';
import {
  markBest,
  measuredCell,
  plainCell,
  reportedColumns,
  type MeasuredCell,
  type Table,
} from './table.js';

const NEGATIVES = ['uniform', 'degree-matched'] as const;
const EMPTY: Spread = { mean: null, sd: null, values: [] };

const KINDS = {
  warm: 'pairs of warm products',
  'with-cold': 'pairs with a cold product, whose place comes from its photo alone',
} as const;

/** Table 3, one table a kind of pairs; the headline is that of warm products. */
export function relationsTables(rows: readonly Table3Row[]): Table[] {
  return [...groupBy(rows, ({ kind }) => kind).values()].map(relationsTable);
}

/** How well each contestant tells related pairs of products from unrelated ones. */
function relationsTable(rows: readonly Table3Row[]): Table {
  const contestants = [...byContestant(rows)].map(([contestant, own]) => ({
    contestant,
    of: (negatives: Table3Row['negatives']) => own.find((row) => row.negatives === negatives),
  }));
  const reported = reportedColumns(contestants.map(({ of }) => of('uniform')?.accuracy));
  const blocks = NEGATIVES.filter((negatives) => rows.some((row) => row.negatives === negatives));
  const measured = blocks.flatMap((negatives) =>
    columnsOf(
      contestants.map(({ contestant, of }) => measuredRow(contestant, negatives, of(negatives))),
    ),
  );
  return {
    caption: `Table 3. Predicting whether one user buys both, ${KINDS[rows[0]!.kind]}`,
    rowTitle: 'Contestant',
    groups: [
      ...(reported.length > 0 ? [{ title: 'Reported', span: reported.length }] : []),
      ...blocks.map((negatives) => ({ title: `Ours, ${negatives} unrelated pairs`, span: 3 })),
    ],
    columns: [
      ...reported.map((column) => ({ ...column, note: 'accuracy, %' })),
      ...blocks.flatMap(() => [
        { title: 'Accuracy', note: '%, own threshold' },
        { title: 'Accuracy', note: '%, training threshold' },
        { title: 'AUC', note: 'mean ± sd' },
      ]),
    ],
    rows: contestants.map(({ contestant }, index) => ({
      head: contestant,
      cells: [
        ...reported.map(({ values }) => plainCell(values[index], PERCENT)),
        ...measured.map((column) => column[index]!),
      ],
    })),
    emphasis:
      'Bold: the highest mean of its column, and every other within one standard deviation over seeds of it.',
  };
}

function measuredRow(
  contestant: string,
  negatives: string,
  row: Table3Row | undefined,
): MeasuredCell[] {
  const of = (what: string): string => `${contestant}, ${what}, ${negatives} unrelated pairs`;
  const shared = {
    runIds: row?.accuracy.runIds ?? [],
    facts: [['Pairs', COUNT(row?.pairs ?? 0)] as [string, string]],
  };
  return [
    measuredCell({
      title: of('accuracy'),
      spread: row?.accuracy.ours ?? EMPTY,
      format: PERCENT,
      ...shared,
    }),
    measuredCell({
      title: of('accuracy, threshold chosen on training pairs'),
      spread: row?.accuracyTrainThreshold ?? EMPTY,
      format: PERCENT,
      ...shared,
    }),
    measuredCell({ title: of('AUC'), spread: row?.auc ?? EMPTY, format: AUC, ...shared }),
  ];
}

/** The same cells by column, the best of each marked. */
function columnsOf(rows: readonly MeasuredCell[][]): MeasuredCell[][] {
  const columns = [0, 1, 2].map((column) => rows.map((row) => row[column]!));
  for (const column of columns) markBest(column);
  return columns;
}
