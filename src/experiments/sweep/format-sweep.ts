import { textTable } from '../../text-table.js';
import type { Spread } from '../steps/spread.js';
import type { SweepResult, SweepSummary } from './sweep-result.js';

/** A line per setting and scorer, then the baselines: mean AUC over seeds and its standard deviation. */
export function formatSweep({ summary, baselines }: SweepResult): string {
  const names = Object.keys(summary[0]?.settings ?? {});
  const conditions = summary.find((entry) => entry.conditions.length > 0)?.conditions ?? [];
  const head = [
    ...names,
    'model',
    'seeds',
    ...conditions.map(({ part, candidates }) => `${part} among ${candidates}`),
  ];
  const rows = [...summary, ...baselines].map((entry) => [
    ...names.map((name) => (name in entry.settings ? String(entry.settings[name]) : '-')),
    entry.model,
    numSeeds(entry),
    ...conditions.map((_, index) => formatSpread(entry.conditions[index]?.auc)),
  ]);
  return textTable(head, rows, (column) => column > names.length);
}

function numSeeds({ conditions }: SweepSummary): number {
  return Math.max(0, ...conditions.map(({ auc }) => auc.values.filter(isNumber).length));
}

function formatSpread(auc: Spread | undefined): string {
  if (auc === undefined || auc.mean === null) return '-';
  const { mean, sd } = auc;
  return sd === null ? mean.toFixed(4) : `${mean.toFixed(4)} ± ${sd.toFixed(4)}`;
}

function isNumber(value: number | null): value is number {
  return value !== null;
}
