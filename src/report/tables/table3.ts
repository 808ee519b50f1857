import type { Table3Row } from '../../experiments/reproduce/reproduction.js';
import { groupBy } from '../../group-by.js';
import { byContestant } from '../contestant.js';
import { AUC, COUNT, PERCENT, SHARE, written } from '../format.js';
import {
  emphasisOf,
  markBest,
  measuredCell,
  reportedColumns,
  reportedGroup,
  type MeasuredCell,
  type Table,
} from './table.js';

const NEGATIVES = ['uniform', 'degree-matched'] as const;

const KINDS = {
  warm: 'pairs of warm products',
  'with-cold': 'pairs with a cold product, whose place comes from its photo alone',
  all: 'all pairs',
} as const satisfies Record<Table3Row['kind'], string>;

/** Table 3, one table a kind of pairs; the headline is that of warm products. */
export function relationsTables(rows: readonly Table3Row[]): Table[] {
  return [...groupBy(rows, ({ kind }) => kind).values()].map(relationsTable);
}

type Negatives = Table3Row['negatives'];

interface Contestant {
  title: string;
  /** Its row with unrelated pairs that were drawn so. */
  of: (negatives: Negatives) => Table3Row | undefined;
}

/** How well each contestant tells related pairs of products from unrelated ones. */
function relationsTable(rows: readonly Table3Row[]): Table {
  const contestants: Contestant[] = [...byContestant(rows)].map(([title, own]) => ({
    title,
    of: (negatives) => own.find((row) => row.negatives === negatives),
  }));
  const reported = reportedColumns(
    contestants.map(({ of }) => of('uniform')?.accuracy),
    SHARE,
  );
  const blocks = NEGATIVES.filter((negatives) => rows.some((row) => row.negatives === negatives));
  const measured = blocks.flatMap((negatives) => columnsOf(contestants, negatives));
  return {
    caption: `Table 3. Predicting whether one user buys both, ${KINDS[rows[0]!.kind]}`,
    rowTitle: 'Model',
    groups: [
      ...reportedGroup(reported),
      ...blocks.map((negatives) => ({ title: `Ours, ${negatives} unrelated pairs`, span: 3 })),
    ],
    columns: [...reported, ...blocks.flatMap(() => MEASURES)],
    rows: contestants.map(({ title }, index) => ({
      head: title,
      cells: [
        ...reported.map((column) => column.cells[index]!),
        ...measured.map((column) => column[index]!),
      ],
    })),
    emphasis: hasSpread(rows) ? emphasisOf(measured.flat(), EMPHASIS) : NO_EMPHASIS,
  };
}

const EMPHASIS =
  'Bold: the highest mean of its column, and every other whose interval of one standard deviation over seeds each way overlaps with that of the highest.';
const NO_EMPHASIS = 'Nothing is bold: one seed has no spread that could tell a lead from chance.';

const hasSpread = (rows: readonly Table3Row[]): boolean =>
  rows.some(({ accuracy }) => accuracy.ours.sd !== null);

const MEASURES = [
  { title: 'Accuracy', note: '%, own threshold' },
  { title: 'Accuracy', note: '%, training threshold' },
  { title: 'AUC', note: 'mean ± sd' },
];

/** A column for each of `MEASURES`, its best marked. */
function columnsOf(contestants: readonly Contestant[], negatives: Negatives): MeasuredCell[][] {
  const rows = contestants.map(({ title, of }) => measuredRow(title, negatives, of(negatives)));
  const columns = MEASURES.map((_, column) => rows.map((row) => row[column]!));
  for (const column of columns) markBest(column);
  return columns;
}

function measuredRow(
  contestant: string,
  negatives: Negatives,
  row: Table3Row | undefined,
): MeasuredCell[] {
  const of = (what: string): string => `${contestant}, ${what}, ${negatives} unrelated pairs`;
  const shared = {
    runIds: row?.accuracy.runIds ?? [],
    facts: [['Pairs', written(row?.pairs, COUNT)]] satisfies MeasuredCell['facts'],
  };
  return [
    measuredCell({
      title: of('accuracy'),
      spread: row?.accuracy.ours,
      format: PERCENT,
      ...shared,
    }),
    measuredCell({
      title: of('accuracy, threshold chosen on training pairs'),
      spread: row?.accuracyTrainThreshold,
      format: PERCENT,
      ...shared,
    }),
    measuredCell({ title: of('AUC'), spread: row?.auc, format: AUC, ...shared }),
  ];
}
