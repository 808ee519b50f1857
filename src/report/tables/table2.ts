import type { Spread, Table2Row } from '../../experiments/reproduce/reproduction.js';
import { byContestant } from '../contestant.js';
import { AUC, COUNT, written } from '../format.js';
import {
  markBest,
  measuredCell,
  plainCell,
  reportedColumns,
  type MeasuredCell,
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

const EMPTY: Spread = { mean: null, sd: null, values: [] };

/** Table 2 for one part: AUC of every contestant. */
export function rankingTable(part: Table2Row['part'], contestants: readonly Ranking[]): Table {
  const reported = reportedColumns(contestants.map(({ own, all }) => reportedBy(own, all)));
  const own = contestants.map(({ contestant, own: row }) =>
    aucCell(`${contestant}, ${part} among ${part}`, row),
  );
  const all = contestants.map(({ contestant, all: row }) =>
    aucCell(`${contestant}, ${part} among all`, row),
  );
  markBest(own, halfWidths(contestants.map((each) => each.own)));
  markBest(all, halfWidths(contestants.map((each) => each.all)));
  return {
    caption: `Table 2, ${part} products. AUC of eq. 4`,
    rowTitle: 'Contestant',
    groups: [
      ...(reported.length > 0 ? [{ title: 'Reported', span: reported.length }] : []),
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
    rows: contestants.map(({ contestant, own: row, all: rowAll }, index) => ({
      head: contestant,
      cells: [
        ...reported.map(({ values }) => plainCell(values[index], AUC)),
        own[index]!,
        plainCell(row?.ci95, plusMinus),
        plainCell(row?.aucHalfTies.mean, AUC),
        all[index]!,
        plainCell(rowAll?.ci95, plusMinus),
      ],
    })),
    emphasis:
      'Bold: the highest mean of its column, and every other whose 95 % interval over users overlaps with that of the highest.',
  };
}

const plusMinus = (halfWidth: number): string => `± ${AUC(halfWidth)}`;

/** The paper does not name its candidates, so its value stands beside both conditions. */
function reportedBy(own: Table2Row | undefined, all: Table2Row | undefined): Table2Row['auc'] {
  return {
    paper: own?.auc.paper ?? all?.auc.paper ?? null,
    authors: own?.auc.authors ?? all?.auc.authors ?? null,
    ours: EMPTY,
    runIds: [],
  };
}

function aucCell(title: string, row: Table2Row | undefined): MeasuredCell {
  if (row === undefined) return measuredCell({ title, spread: EMPTY, format: AUC });
  return measuredCell({
    title,
    spread: row.auc.ours,
    format: AUC,
    runIds: row.auc.runIds,
    facts: [
      ['95 % over users', written(row.ci95, plusMinus)],
      ['Half credit for ties', written(row.aucHalfTies.mean, AUC)],
      ['Test users', COUNT(row.users)],
    ],
  });
}

const halfWidths = (rows: readonly (Table2Row | undefined)[]): number[] =>
  rows.map((row) => row?.ci95 ?? row?.auc.ours.sd ?? 0);
