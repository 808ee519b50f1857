import { studentQuantile } from '../../evaluation/student-t.js';
import type { Spread } from './spread.js';

/** Of a mean over seeds. */
export type Interval = [low: number, high: number];

/** 95 % interval of the mean (Student's t) by how much seeds differ; null for fewer than two. */
export function studentInterval({ mean, sd, values }: Spread): Interval | null {
  if (mean === null || sd === null) return null;
  const count = values.filter((value) => value !== null).length;
  const margin = (studentQuantile(0.95, count - 1) * sd) / Math.sqrt(count);
  return [mean - margin, mean + margin];
}
