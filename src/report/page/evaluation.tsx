import type { VNode } from 'preact';
import type { Table2Row } from '../../experiments/reproduce/reproduction.js';
import { rankingChart } from '../charts/ranking.js';
import { seriesLook } from '../series.js';
import { countsTable, partsTable } from '../tables/table1.js';
import { rankings, rankingTable, type Ranking } from '../tables/table2.js';
import { relationsTables } from '../tables/table3.js';
import { Caption } from './caption.js';
import { ChartFigure, type LegendEntry } from './chart-figure.js';
import { DataTable } from './data-table.js';
import type { SectionProps } from './section.js';

/** Table 1, and what the split made of the data. */
export function Counts({ prefix, dataset: { table1 }, seeds }: SectionProps): VNode {
  return (
    <div class="side-by-side">
      <DataTable id={`${prefix}-counts`} table={countsTable(table1)} seeds={seeds} />
      <DataTable id={`${prefix}-parts`} table={partsTable(table1)} seeds={seeds} />
    </div>
  );
}

const PARTS = {
  warm: {
    title: 'Warm products',
    text: 'Products that were bought in training. AUC is the chance that a left-out purchase ranks above a product that its user did not buy.',
  },
  cold: {
    title: 'Cold products',
    text: 'Products that nobody bought in training: only their photo is known.',
  },
} as const;

/** Table 2 for both parts, each with its chart. */
export function Recommendations({ prefix, dataset: { table2 }, seeds }: SectionProps): VNode {
  return (
    <>
      {(['warm', 'cold'] as const).map((part) => {
        const contestants = rankings(table2, part);
        if (contestants.length === 0) return null;
        return (
          <>
            <h4>{PARTS[part].title}</h4>
            <p>{PARTS[part].text}</p>
            <RankingFigure part={part} contestants={contestants} />
            <DataTable
              id={`${prefix}-ranking-${part}`}
              table={rankingTable(part, contestants)}
              seeds={seeds}
            />
          </>
        );
      })}
    </>
  );
}

interface RankingProps {
  part: Table2Row['part'];
  contestants: Ranking[];
}

function RankingFigure({ part, contestants }: RankingProps): VNode {
  const legend: LegendEntry[] = [
    { title: `among ${part} products`, look: seriesLook(0), as: 'mark' },
    { title: 'among all products', look: { ...seriesLook(1), glyph: '◇' }, as: 'mark' },
  ];
  if (contestants.some(({ own }) => typeof own?.auc.paper === 'number')) {
    legend.push({ title: 'printed in the paper', look: seriesLook(5), as: 'tick' });
  }
  return (
    <ChartFigure
      caption={
        <Caption title={`AUC of every contestant, ${part} products`}>
          Bars are 95 % intervals over users; the dashed line is chance.
        </Caption>
      }
      chart={rankingChart(part, contestants)}
      legend={legend}
    />
  );
}

/** Table 3. */
export function Relations({ prefix, dataset: { table3 }, seeds }: SectionProps): VNode {
  return (
    <>
      <p>
        Two products that one user bought, at least one of the purchases left out of training, and
        that nobody bought together in training; against two that nobody bought together at all. The
        threshold on their score is chosen on a separate half of the pairs, or on pairs from
        training.
      </p>
      {relationsTables(table3).map((table, index) => (
        <DataTable id={`${prefix}-relations-${index}`} table={table} seeds={seeds} />
      ))}
    </>
  );
}
