import type { DatasetReproduction } from '../../experiments/reproduce/reproduction.js';
import { AUC, written } from '../format.js';
import { seriesLook } from '../series.js';
import { capitalized, type Sensitivity } from '../tables/section6.js';
import { drawChart, drawSmallChart, type Chart } from './draw.js';
import { spreadLines, type SpreadPoint } from './spread-line.js';

/** Looks of the two parts wherever both are drawn. */
export const PART_LOOKS = { warm: seriesLook(0), cold: seriesLook(1) } as const;

/** Figure 5: AUC of warm products against the embedding dimension. */
export function dimensionChart(figure5: DatasetReproduction['figure5']): Chart {
  const points = figure5.map(({ embeddingDim, auc }) => ({ x: embeddingDim, spread: auc }));
  const series = [{ title: 'warm', look: PART_LOOKS.warm, points }];
  const alt = `AUC of warm products against the embedding dimension: ${described(points)}.`;
  return drawChart(
    alt,
    ({ narrow }) => ({
      height: narrow ? 240 : 320,
      ...spreadLines(series, { xTitle: 'Embedding dimension D', isNumeric: true }),
    }),
    640,
  );
}

/** AUC of one part against a factor of section 6. The parts differ too much to share an axis. */
export function sensitivityChart({ factor, rows }: Sensitivity, part: 'warm' | 'cold'): string {
  const points = rows.map(({ level, [part]: spread }) => ({ x: level, spread }));
  const series = [{ title: part, look: PART_LOOKS[part], points }];
  const alt = `AUC of ${part} products against ${factor}: ${described(points)}.`;
  return drawSmallChart(alt, {
    height: 210,
    ...spreadLines(series, { xTitle: capitalized(factor), isNumeric: false }),
  });
}

const described = (points: readonly SpreadPoint[]): string =>
  points.map(({ x, spread }) => `${written(spread.mean, AUC)} at ${x}`).join(', ');
