import { axisX, axisY, dot, gridX, ruleX, ruleY, tickX } from '@observablehq/plot';
import type { Ranking } from '../tables/table2.js';
import { AUC, written } from '../format.js';
import { seriesLook } from '../series.js';
import { drawChart, type Chart, type Layout } from './draw.js';

const OWN = seriesLook(0);
const ALL = seriesLook(1);

interface Mark {
  contestant: string;
  auc: number;
  low: number;
  high: number;
}

/** AUC of every contestant on one part, best first, with 95 % intervals over users. */
export function rankingChart(part: 'warm' | 'cold', contestants: readonly Ranking[]): Chart {
  const sorted = contestants
    .filter((each) => headline(each) > 0)
    .toSorted((a, b) => headline(b) - headline(a));
  const own = sorted.flatMap(({ contestant, own: row }) => mark(contestant, row));
  const all = sorted.flatMap(({ contestant, all: row }) => mark(contestant, row));
  const paper = sorted.flatMap(({ contestant, own: row }) =>
    typeof row?.auc.paper === 'number' ? [{ contestant, auc: row.auc.paper }] : [],
  );
  const best = sorted[0];
  const alt = `AUC on ${part} products, by contestant. ${best?.contestant ?? 'Nobody'} leads with ${written(best?.own?.auc.ours.mean, AUC)} among ${part} products.`;
  return drawChart(
    alt,
    (layout) => ({
      ...frame(layout, sorted),
      x: { domain: domain([...own, ...all], paper), label: null },
      marks: [
        gridX({ strokeOpacity: 0.15, ticks: layout.narrow ? 3 : 8 }),
        axisX({
          label: 'AUC',
          labelAnchor: 'center',
          labelArrow: 'none',
          tickSize: 0,
          ticks: layout.narrow ? 3 : 8,
        }),
        axisY({
          label: null,
          tickSize: 0,
          lineWidth: layout.narrow ? 10 : 30,
        }),
        ruleX([0.5], { strokeDasharray: '3 3', strokeOpacity: 0.6 }),
        ...[
          { rows: all, look: ALL, dy: 5, symbol: 'diamond', fill: 'var(--page)' } as const,
          { rows: own, look: OWN, dy: -3, symbol: 'circle', fill: OWN.color } as const,
        ].flatMap(({ rows, look, dy, symbol, fill }) => [
          ruleY(rows, {
            y: 'contestant',
            x1: 'low',
            x2: 'high',
            stroke: look.color,
            strokeWidth: 2,
            dy,
          }),
          dot(rows, {
            y: 'contestant',
            x: 'auc',
            r: 4.5,
            symbol,
            fill,
            stroke: look.color,
            strokeWidth: 1.8,
            dy,
            title,
          }),
        ]),
        tickX(paper, { y: 'contestant', x: 'auc', strokeWidth: 2.5, insetTop: 2, insetBottom: 2 }),
      ],
    }),
    980,
  );
}

/** What contestants are sorted by; 0 for who was not measured, and for who ties all products. */
const headline = ({ own, all }: Ranking): number => own?.auc.ours.mean ?? all?.auc.ours.mean ?? 0;

const title = ({ contestant, auc, low, high }: Mark): string =>
  `${contestant}: ${AUC(auc)} (${AUC(low)} to ${AUC(high)})`;

function mark(contestant: string, row: Ranking['own']): Mark[] {
  const auc = row?.auc.ours.mean ?? null;
  if (auc === null) return [];
  const halfWidth = row?.ci95 ?? row?.auc.ours.sd ?? 0;
  return [{ contestant, auc, low: auc - halfWidth, high: auc + halfWidth }];
}

function frame({ narrow }: Layout, sorted: readonly Ranking[]): object {
  const longest = Math.max(...sorted.map(({ contestant }) => contestant.length), 0);
  return {
    marginLeft: narrow ? 128 : Math.min(250, 24 + 6.6 * longest),
    marginRight: 14,
    marginTop: 6,
    marginBottom: 38,
    height: 44 + sorted.length * (narrow ? 34 : 26),
    y: { domain: sorted.map(({ contestant }) => contestant) },
  };
}

/** Chance is always in the picture, so that no lead looks larger than it is. */
function domain(marks: readonly Mark[], paper: readonly { auc: number }[]): [number, number] {
  const low = Math.min(0.5, ...marks.map((each) => each.low));
  const high = Math.max(0.5, ...marks.map((each) => each.high), ...paper.map(({ auc }) => auc));
  return [Math.max(0, low - 0.02), Math.min(1, high + 0.02)];
}
