import { dot, line, ruleX, type Markish, type PlotOptions } from '@observablehq/plot';
import type { Spread } from '../../experiments/reproduce/reproduction.js';
import { AUC } from '../format.js';
import type { SeriesLook } from '../series.js';
import { bottomAxis, leftAxis, levelLines } from './axes.js';
import { extent } from './extent.js';

/** What was measured at one level of a factor. */
export interface SpreadPoint {
  x: number | string;
  spread: Spread;
}

interface DrawnPoint {
  x: number | string;
  mean: number;
  sd: number | null;
  low: number;
  high: number;
}

/** Narrowest range of AUC that fills a chart. */
const LEAST_EXTENT = 0.02;

/** AUC against a factor, numeric or not: mean, and one standard deviation over seeds each way. */
export function spreadLine(
  points: readonly SpreadPoint[],
  { xTitle, look }: { xTitle: string; look: SeriesLook },
): PlotOptions {
  const drawn = points.flatMap(({ x, spread: { mean, sd } }) =>
    mean === null ? [] : [{ x, mean, sd, low: mean - (sd ?? 0), high: mean + (sd ?? 0) }],
  );
  const levels = points.map(({ x }) => x);
  const isNumeric = levels.every((level) => typeof level === 'number');
  const range = drawn.flatMap(({ low, high }) => [low, high]);
  return {
    marginLeft: 46,
    marginRight: 18,
    marginTop: 24,
    marginBottom: 42,
    x: isNumeric ? { type: 'linear', inset: 14 } : { type: 'point', domain: levels },
    y: { domain: extent(range, LEAST_EXTENT) },
    marks: [
      levelLines(4),
      bottomAxis(xTitle, { ticks: levels as never, tickFormat: String }),
      leftAxis('AUC', { ticks: 4, tickFormat: AUC }),
      ...spreadMarks(drawn, look),
    ],
  };
}

function spreadMarks(points: DrawnPoint[], { color, dash, symbol }: SeriesLook): Markish[] {
  return [
    line(points, { x: 'x', y: 'mean', stroke: color, strokeDasharray: dash }),
    ruleX(
      points.filter(({ sd }) => sd !== null),
      { x: 'x', y1: 'low', y2: 'high', stroke: color, strokeWidth: 2 },
    ),
    dot(points, {
      x: 'x',
      y: 'mean',
      r: 4.5,
      symbol,
      fill: color,
      title: ({ x, mean }: DrawnPoint) => `${x}: ${AUC(mean)}`,
    }),
  ];
}
