import { axisX, axisY, dot, gridY, line, ruleX, type PlotOptions } from '@observablehq/plot';
import type { Spread } from '../../experiments/reproduce/reproduction.js';
import { AUC } from '../format.js';
import type { SeriesLook } from '../series.js';

/** One measured level of one series. */
export interface SpreadPoint {
  x: number | string;
  spread: Spread;
}

export interface SpreadSeries {
  title: string;
  look: SeriesLook;
  points: SpreadPoint[];
}

interface Drawn {
  x: number | string;
  mean: number;
  low: number;
  high: number;
}

/** AUC against a factor: mean, and one standard deviation over seeds each way. */
export function spreadLines(
  series: readonly SpreadSeries[],
  { xTitle, isNumeric }: { xTitle: string; isNumeric: boolean },
): PlotOptions {
  const levels = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))];
  return {
    marginLeft: 46,
    marginRight: 18,
    marginTop: 24,
    marginBottom: 42,
    x: isNumeric ? { type: 'linear', inset: 14 } : { type: 'point', domain: levels },
    y: { inset: 12 },
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
      ...series.flatMap(({ look, title, points }) => {
        const drawn = points.flatMap(drawnPoint);
        return [
          line(drawn, { x: 'x', y: 'mean', stroke: look.color, strokeDasharray: look.dash }),
          ruleX(drawn, {
            x: 'x',
            y1: 'low',
            y2: 'high',
            stroke: look.color,
            strokeWidth: 2,
          }),
          dot(drawn, {
            x: 'x',
            y: 'mean',
            r: 4.5,
            symbol: look.symbol,
            fill: look.color,
            title: ({ x, mean }: Drawn) => `${title}, ${x}: ${AUC(mean)}`,
          }),
        ];
      }),
    ],
  };
}

function drawnPoint({ x, spread: { mean, sd } }: SpreadPoint): Drawn[] {
  return mean === null ? [] : [{ x, mean, low: mean - (sd ?? 0), high: mean + (sd ?? 0) }];
}
