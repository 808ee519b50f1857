import { axisX, axisY, gridX, gridY, line, ruleX, ruleY } from '@observablehq/plot';
import type { DensityCurve } from '../../experiments/reproduce/reproduction.js';
import { decimals, listed } from '../format.js';
import { seriesLook } from '../series.js';
import { spaceTitle } from '../tables/section5.js';
import { drawChart, type Chart } from './draw.js';

/** Figure 4: how alike random pairs of products are, in each space. */
export function cosineDensityChart(curves: readonly DensityCurve[]): Chart {
  const alt = `Density of the cosine of pairs of products. ${listed(
    curves.map((curve) => `${spaceTitle(curve)} peaks at ${decimals(2)(peakOf(curve))}`),
  )}.`;
  return drawChart(
    alt,
    ({ narrow }) => ({
      height: narrow ? 260 : 340,
      marginLeft: 44,
      marginBottom: 42,
      marginTop: 24,
      x: { domain: [-1, 1] },
      marks: [
        gridX({ strokeOpacity: 0.12, ticks: 5 }),
        gridY({ strokeOpacity: 0.12, ticks: 5 }),
        axisX({
          label: 'Cosine of two products',
          labelAnchor: 'center',
          labelArrow: 'none',
          tickSize: 0,
          ticks: 5,
        }),
        axisY({ label: 'Density', labelArrow: 'none', tickSize: 0, ticks: 5 }),
        ruleY([0]),
        ruleX([0], { strokeOpacity: 0.25 }),
        ...curves.map((curve, index) => {
          const { color, dash } = seriesLook(index);
          const points = curve.cosine.map((cosine, at) => [cosine, curve.density[at]] as const);
          return line(points, {
            x: '0',
            y: '1',
            stroke: color,
            strokeWidth: 2.2,
            strokeDasharray: dash,
            curve: 'basis',
          });
        }),
      ],
    }),
    500,
  );
}

function peakOf({ cosine, density }: DensityCurve): number {
  return cosine[density.indexOf(Math.max(...density))] ?? NaN;
}
