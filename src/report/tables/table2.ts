import type { Table2Row } from '../../experiments/reproduce/reproduction.js';
import { byContestant } from '../contestant.js';
import { AUC, COUNT, written } from '../format.js';
import {
  emphasisOf,
  markBest,
  measuredCell,
  plainCell,
  reportedColumns,
  reportedGroup,
  type MeasuredCell,
  type ReportedCell,
  type Table,
} from './table.js';

/** Table 2's rows of one contestant, for one part of the test pairs. */
export interface Ranking {
  contestant: string;
  /** Among products of the left-out product's own kind: the headline. */
  own: Table2Row | undefined;
  /** Among all products. */
  all: Table2Row | undefined;
}

/** Who was ranked on `part`, in the order of the rows. */
export function rankings(rows: readonly Table2Row[], part: Table2Row['part']): Ranking[] {
  const ofPart = rows.filter((row) => row.part === part);
  return [...byContestant(ofPart)].map(([contestant, own]) => ({
    contestant,
    own: own.find(({ candidates }) => candidates === part),
    all: own.find(({ candidates }) => candidates === 'all'),
  }));
}

/** Table 2 for one part: AUC of every contestant. */
export function rankingTable(part: Table2Row['part'], contestants: readonly Ranking[]): Table {
  const reported = reportedColumns(contestants.map(reportedBy), AUC);
  const own = conditionCells(contestants, 'own', `${part} among ${part}`);
  const all = conditionCells(contestants, 'all', `${part} among all`);
  return {
    caption: `Table 2, ${part} products. AUC of eq. 4`,
    rowTitle: 'Model',
    groups: [
      ...reportedGroup(reported),
      { title: `Ours, among ${part} products`, span: 3 },
      { title: 'Ours, among all products', span: 2 },
    ],
    columns: [
      ...reported,
      { title: 'AUC', note: 'mean ± sd' },
      { title: '95 %', note: 'over users' },
      { title: 'Ties ½', note: 'half credit' },
      { title: 'AUC', note: 'mean ± sd' },
      { title: '95 %', note: 'over users' },
    ],
    rows: contestants.map((each, index) => ({
      head: each.contestant,
      cells: [
        ...reported.map((column) => column.cells[index]!),
        own[index]!,
        plainCell(each.own?.ci95, plusMinus),
        plainCell(each.own?.aucHalfTies.mean, AUC),
        all[index]!,
        plainCell(each.all?.ci95, plusMinus),
      ],
    })),
    emphasis: emphasisOf([...own, ...all], EMPHASIS),
  };
}

const EMPHASIS =
  'Bold: the highest mean of its column, and every other whose 95 % interval over users overlaps with that of the highest.';

/** AUC of each contestant under one condition, the best marked. */
function conditionCells(
  contestants: readonly Ranking[],
  condition: 'own' | 'all',
  title: string,
): MeasuredCell[] {
  const cells = contestants.map(({ contestant, [condition]: row }) =>
    aucCell(`${contestant}, ${title}`, row),
  );
  const halfWidths = contestants.map(({ [condition]: row }) => row?.ci95 ?? null);
  markBest(cells, halfWidths);
  return cells;
}

const plusMinus = (halfWidth: number): string => `± ${AUC(halfWidth)}`;

/** The paper does not name its candidates, so its value stands beside both conditions. */
const reportedBy = ({ own, all }: Ranking): ReportedCell => ({
  printed: own?.auc.printed ?? all?.auc.printed ?? null,
  authors: own?.auc.authors ?? all?.auc.authors ?? null,
});

function aucCell(title: string, row: Table2Row | undefined): MeasuredCell {
  return measuredCell({
    title,
    spread: row?.auc.ours,
    format: AUC,
    runIds: row?.auc.runIds ?? [],
    facts: [
      ['95 % over users', written(row?.ci95, plusMinus)],
      ['Half credit for ties', written(row?.aucHalfTies.mean, AUC)],
      ['Test users', written(row?.users, COUNT)],
    ],
  });
}
