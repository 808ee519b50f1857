import type { Table1 } from '../../experiments/reproduce/reproduction.js';
import { COUNT } from '../format.js';
import { measuredCell, reportedColumns, type Table } from './table.js';

/** Table 1: size of the data set after preprocessing. */
export function countsTable(table1: Table1): Table {
  const rows = [
    ['Products', table1.products],
    ['Users', table1.users],
    ['Ratings', table1.ratings],
  ] as const;
  const reported = reportedColumns(
    rows.map(([, cell]) => cell),
    COUNT,
  );
  return {
    caption: 'Table 1. The data set after preprocessing',
    rowTitle: 'Count of',
    columns: [...reported, { title: 'Ours' }],
    rows: rows.map(([head, { ours, runIds }], index) => ({
      head,
      cells: [
        ...reported.map((column) => column.cells[index]!),
        measuredCell({ title: head, spread: ours, format: COUNT, runIds }),
      ],
    })),
  };
}

/** What the split made of the ratings. */
export function partsTable({ parts }: Table1): Table {
  return {
    caption: 'Parts of the split: mean over seeds',
    rowTitle: 'Part',
    columns: ['Ratings', 'Users', 'Products'].map((title) => ({ title })),
    rows: parts.map(({ part, ratings, users, products }) => ({
      head: part,
      cells: Object.entries({ Ratings: ratings, Users: users, Products: products }).map(
        ([title, spread]) =>
          measuredCell({ title: `${title} of part ${part}`, spread, format: COUNT }),
      ),
    })),
  };
}
