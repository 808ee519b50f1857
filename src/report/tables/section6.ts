import type { DimensionRow, SensitivityRow } from '../../experiments/reproduce/reproduction.js';
import { groupBy } from '../../group-by.js';
import { AUC } from '../format.js';
import { measuredCell, type Table } from './table.js';

/** One factor of section 6, under one preset. */
export interface Sensitivity {
  factor: string;
  preset: string;
  claim: string;
  rows: SensitivityRow[];
}

export function sensitivities(rows: readonly SensitivityRow[]): Sensitivity[] {
  const groups = groupBy(rows, ({ factor, preset }) => JSON.stringify([factor, preset]));
  return [...groups.values()].map((own) => {
    const { factor, preset, claim } = own[0];
    return { factor, preset, claim, rows: own };
  });
}

/** AUC at each level of a factor. */
export function sensitivityTable({ factor, preset, rows }: Sensitivity): Table {
  const columns = (['warm', 'cold'] as const).map((part) =>
    rows.map(({ level, runIds, [part]: spread }) =>
      measuredCell({ title: `${factor} ${level}, ${part}`, spread, format: AUC, runIds }),
    ),
  );
  return {
    caption: `${capitalized(factor)}: AUC of preset ${preset}`,
    rowTitle: capitalized(factor),
    columns: [
      { title: 'Warm', note: 'AUC, own kind' },
      { title: 'Cold', note: 'AUC, own kind' },
    ],
    rows: rows.map(({ level }, index) => ({
      head: level,
      cells: columns.map((column) => column[index]!),
    })),
  };
}

/** The numbers of Figure 5. */
export function dimensionTable(points: readonly DimensionRow[]): Table {
  return {
    caption: 'The numbers of Figure 5',
    rowTitle: 'D',
    columns: [{ title: 'AUC', note: 'warm, mean ± sd' }],
    rows: points.map(({ embeddingDim, auc, runIds }) => ({
      head: String(embeddingDim),
      cells: [measuredCell({ title: `D = ${embeddingDim}`, spread: auc, format: AUC, runIds })],
    })),
  };
}

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
