import type { ProjectionFigure } from '../../experiments/reproduce/reproduction.js';

/** Most products on one map; the paper's have 200. More marks hide each other and make a page of megabytes. */
export const MAX_MARKS = 1000;

/** The products that a map has room for: all of them, or some at even steps in their order. */
export function shownPoints({ points }: Pick<ProjectionFigure, 'points'>): typeof points {
  if (points.length <= MAX_MARKS) return points;
  const step = points.length / MAX_MARKS;
  return Array.from({ length: MAX_MARKS }, (_, index) => points[Math.floor(index * step)]!);
}
