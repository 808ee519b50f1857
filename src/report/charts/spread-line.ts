import { axisX, axisY, dot, gridY, line, ruleX, type PlotOptions } from '@observablehq/plot';
import type { Spread } from '../../experiments/reproduce/reproduction.js';
import { AUC } from '../format.js';
import type { SeriesLook } from '../series.js';
import { extent } from './extent.js';

/** What was measured at one level of a factor. */
export interface SpreadPoint {
  x: number | string;
  spread: Spread;
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
      gridY({ strokeOpacity: 0.12, ticks: 4 }),
      axisX({
        label: xTitle,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 4,
        ticks: levels as never,
        tickFormat: String,
      }),
      axisY({ label: 'AUC', labelArrow: 'none', tickSize: 0, ticks: 4, tickFormat: AUC }),
      line(drawn, { x: 'x', y: 'mean', stroke: look.color, strokeDasharray: look.dash }),
      ruleX(
        drawn.filter(({ sd }) => sd !== null),
        { x: 'x', y1: 'low', y2: 'high', stroke: look.color, strokeWidth: 2 },
      ),
      dot(drawn, {
        x: 'x',
        y: 'mean',
        r: 4.5,
        symbol: look.symbol,
        fill: look.color,
        title: ({ x, mean }: { x: number | string; mean: number }) => `${x}: ${AUC(mean)}`,
      }),
    ],
  };
}
