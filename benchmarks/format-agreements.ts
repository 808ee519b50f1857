import { MODELS } from '../src/config/models.js';
import type { Agreement } from './baselines.js';

/** How far the mean over seeds may be from that of cornac. */
const TARGET = 0.01;

const CELLS = [
  { model: 'bpr', part: 'warm' },
  { model: 'vbpr', part: 'warm' },
  { model: 'vbpr', part: 'cold' },
] as const;

/** A line for each model and kind of products: means over seeds, their difference, that of each seed. */
export function formatAgreements(agreements: readonly Agreement[]): string {
  return CELLS.map(({ model, part }) => {
    const seeds = agreements.filter((cell) => cell.model === model && cell.part === part);
    const ours = mean(seeds.map((seed) => seed.ours));
    const reference = mean(seeds.map((seed) => seed.reference));
    const each = seeds.map((seed) => signed(seed.ours - seed.reference)).join(' ');
    return [
      `${MODELS[model].title}, ${part}: AUC ${ours.toFixed(4)}, cornac's ${reference.toFixed(4)}`,
      `  difference ${signed(ours - reference)} (target ${TARGET} to each side; by seed ${each})`,
    ].join('\n');
  }).join('\n');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;
}
