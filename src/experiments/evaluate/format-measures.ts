import { textTable } from '../../text-table.js';
import { presetCell, type RunLabels } from '../runs/run-labels.js';
import type { AnalogyEvaluation } from './evaluate-analogies.js';
import type { DistributionEvaluation } from './evaluate-distribution.js';
import type { RelationEvaluation } from './evaluate-relations.js';

/** Table 3 as text. */
export function formatRelations({ rows }: RelationEvaluation, labels: RunLabels): string {
  const head = [
    ...['model', 'preset', 'negatives', 'pairs of', 'accuracy', '95 % interval'],
    ...['train threshold', 'AUC', '95 % interval', 'pairs'],
  ];
  const cells = rows.map((row) => [
    row.model,
    presetCell(row, labels),
    row.negatives,
    row.kind,
    number(row.accuracy),
    interval(row.accuracyCi95),
    number(row.accuracyTrainThreshold),
    number(row.auc),
    interval(row.aucCi95),
    count(row.pairs),
  ]);
  return textTable(head, cells, (column) => column >= 4);
}

/** Precision of analogies as text, then what the definitions mean. */
export function formatAnalogies({ rows }: AnalogyEvaluation, labels: RunLabels): string {
  const head = [
    ...['model', 'preset', 'vectors', 'definition'],
    ...['precision@5', '95 % interval', 'queries'],
  ];
  const cells = rows.map((row) => [
    row.model,
    presetCell(row, labels),
    row.vectors,
    row.definition,
    number(row.precision),
    interval(row.ci95),
    count(row.queries),
  ]);
  const meanings = new Map(rows.map(({ definition, description }) => [definition, description]));
  return [
    textTable(head, cells, (column) => column >= 4),
    ...Array.from(meanings, ([definition, description]) => `${definition}: ${description}`),
  ].join('\n');
}

/** Figure 4 in numbers. */
export function formatDistribution({ rows }: DistributionEvaluation, labels: RunLabels): string {
  const head = [
    ...['space', 'preset', 'mean cosine', 'standard deviation'],
    ...['excess kurtosis', 'Pearson kurtosis', 'pairs'],
  ];
  const cells = rows.map((row) => [
    row.model,
    presetCell(row, labels),
    number(row.mean),
    number(row.standardDeviation),
    number(row.excessKurtosis),
    number(row.pearsonKurtosis),
    count(row.pairs),
  ]);
  return textTable(head, cells, (column) => column >= 2);
}

function number(value: number | null): string {
  return value === null ? '-' : value.toFixed(4);
}

function interval([low, high]: readonly [number | null, number | null]): string {
  return `${number(low)} .. ${number(high)}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
