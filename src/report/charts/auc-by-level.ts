import type { DimensionRow } from '../../experiments/reproduce/reproduction.js';
import { AUC, written } from '../format.js';
import { seriesLook } from '../series.js';
import { capitalized, type Sensitivity } from '../tables/section6.js';
import { drawChart, drawSmallChart, type Chart } from './draw.js';
import { spreadLine, type SpreadPoint } from './spread-line.js';

/** Looks of the two parts wherever both are drawn. */
export const PART_LOOKS = { warm: seriesLook(0), cold: seriesLook(1) } as const;

/** Figure 5: AUC of warm products against the embedding dimension. */
export function dimensionChart(figure5: readonly DimensionRow[]): Chart {
  const points = figure5.map(({ embeddingDim, auc }) => ({ x: embeddingDim, spread: auc }));
  const alt = `AUC of warm products against the embedding dimension: ${described(points)}.`;
  const look = PART_LOOKS.warm;
  return drawChart(
    alt,
    ({ narrow }) => ({
      height: narrow ? 240 : 320,
      ...spreadLine(points, { xTitle: 'Embedding dimension D', look }),
    }),
    640,
  );
}

/** AUC of one part against a factor of section 6. The parts differ too much to share an axis. */
export function sensitivityChart({ factor, rows }: Sensitivity, part: 'warm' | 'cold'): string {
  const points = rows.map(({ level, [part]: spread }) => ({ x: level, spread }));
  const alt = `AUC of ${part} products against ${factor}: ${described(points)}.`;
  const look = PART_LOOKS[part];
  return drawSmallChart(alt, {
    height: 210,
    ...spreadLine(points, { xTitle: capitalized(factor), look }),
  });
}

const described = (points: readonly SpreadPoint[]): string =>
  points.map(({ x, spread }) => `${written(spread.mean, AUC)} at ${x}`).join(', ');
