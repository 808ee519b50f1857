import { gridX, line, ruleX, ruleY, type Markish } from '@observablehq/plot';
import type { DensityCurve } from '../../experiments/reproduce/reproduction.js';
import { decimals, listed } from '../format.js';
import { seriesLook } from '../series.js';
import { spaceTitle } from '../tables/section5.js';
import { bottomAxis, GRID_OPACITY, leftAxis, levelLines } from './axes.js';
import { drawChart, type Chart } from './draw.js';

/** Figure 4: how alike random pairs of products are, in each space. */
export function cosineDensityChart(curves: readonly DensityCurve[]): Chart {
  return drawChart(
    described(curves),
    ({ narrow }) => ({
      height: narrow ? 260 : 340,
      marginLeft: 44,
      marginBottom: 42,
      marginTop: 24,
      x: { domain: [-1, 1] },
      marks: [
        gridX({ strokeOpacity: GRID_OPACITY, ticks: 5 }),
        levelLines(5),
        bottomAxis('Cosine of two products', { tickSize: 0, ticks: 5 }),
        leftAxis('Density', { ticks: 5 }),
        ruleY([0]),
        ruleX([0], { strokeOpacity: 0.25 }),
        ...curves.map(densityLine),
      ],
    }),
    500,
  );
}

function densityLine({ cosine, density }: DensityCurve, index: number): Markish {
  const { color, dash } = seriesLook(index);
  return line(
    cosine.map((value, at) => [value, density[at]] as const),
    {
      x: '0',
      y: '1',
      stroke: color,
      strokeWidth: 2.2,
      strokeDasharray: dash,
      curve: 'basis',
    },
  );
}

function described(curves: readonly DensityCurve[]): string {
  const peaks = curves.flatMap((curve) => {
    const { cosine, density } = curve;
    const peak = cosine[density.indexOf(Math.max(...density))];
    return peak === undefined ? [] : [`${spaceTitle(curve)} peaks at ${decimals(2)(peak)}`];
  });
  const what = 'Density of the cosine of pairs of products.';
  return peaks.length === 0 ? what : `${what} ${listed(peaks)}.`;
}
