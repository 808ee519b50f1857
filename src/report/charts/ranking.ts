import { axisY, dot, gridX, ruleX, ruleY, tickX, type Markish } from '@observablehq/plot';
import type { Ranking } from '../tables/table2.js';
import { AUC } from '../format.js';
import { seriesLook } from '../series.js';
import { bottomAxis } from './axes.js';
import { drawChart, type Chart, type Layout } from './draw.js';

const OWN = seriesLook(0);
const ALL = seriesLook(1);

interface Mark {
  contestant: string;
  auc: number;
  low: number;
  high: number;
}

interface Shown {
  /** Among products of their own kind, and among all. */
  own: Mark[];
  all: Mark[];
  /** Printed in the paper. */
  paper: Pick<Mark, 'contestant' | 'auc'>[];
}

/** AUC of every contestant on one part, best first, with 95 % intervals over users. */
export function rankingChart(part: 'warm' | 'cold', contestants: readonly Ranking[]): Chart {
  const sorted = contestants
    .filter((each) => headline(each) > 0)
    .toSorted((a, b) => headline(b) - headline(a));
  const shown: Shown = {
    own: sorted.flatMap(({ contestant, own }) => mark(contestant, own)),
    all: sorted.flatMap(({ contestant, all }) => mark(contestant, all)),
    paper: sorted.flatMap(({ contestant, own }) =>
      typeof own?.auc.paper === 'number' ? [{ contestant, auc: own.auc.paper }] : [],
    ),
  };
  const alt = `AUC on ${part} products, by contestant.${leader(part, sorted[0])}`;
  return drawChart(
    alt,
    (layout) => ({
      ...frame(layout, sorted),
      x: { domain: domain(shown), label: null },
      marks: marks(layout, shown),
    }),
    980,
  );
}

function marks({ narrow }: Layout, { own, all, paper }: Shown): Markish[] {
  const ticks = narrow ? 3 : 8;
  return [
    gridX({ strokeOpacity: 0.15, ticks }),
    bottomAxis('AUC', { tickSize: 0, ticks }),
    axisY({ label: null, tickSize: 0, lineWidth: narrow ? 10 : 30 }),
    ruleX([0.5], { strokeDasharray: '3 3', strokeOpacity: 0.6 }),
    ...intervals(all, { color: ALL.color, fill: 'var(--page)', symbol: 'diamond', dy: 5 }),
    ...intervals(own, { color: OWN.color, fill: OWN.color, symbol: 'circle', dy: -3 }),
    tickX(paper, { y: 'contestant', x: 'auc', strokeWidth: 2.5, insetTop: 2, insetBottom: 2 }),
  ];
}

interface IntervalLook {
  color: string;
  fill: string;
  symbol: 'circle' | 'diamond';
  /** Pixels below the middle of the row. */
  dy: number;
}

const intervals = (rows: Mark[], { color, fill, symbol, dy }: IntervalLook): Markish[] => [
  ruleY(rows, { y: 'contestant', x1: 'low', x2: 'high', stroke: color, strokeWidth: 2, dy }),
  dot(rows, {
    y: 'contestant',
    x: 'auc',
    r: 4.5,
    symbol,
    fill,
    stroke: color,
    strokeWidth: 1.8,
    dy,
    title,
  }),
];

function leader(part: string, best: Ranking | undefined): string {
  const auc = best?.own?.auc.ours.mean ?? null;
  return best === undefined || auc === null
    ? ''
    : ` ${best.contestant} leads with ${AUC(auc)} among ${part} products.`;
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
function domain({ own, all, paper }: Shown): [number, number] {
  const marked = [...own, ...all];
  const low = Math.min(0.5, ...marked.map((each) => each.low));
  const high = Math.max(0.5, ...marked.map((each) => each.high), ...paper.map(({ auc }) => auc));
  return [Math.max(0, low - 0.02), Math.min(1, high + 0.02)];
}
