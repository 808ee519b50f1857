import type { Cell, DatasetReproduction } from '../reproduction.js';
import { BESIDE, beside, count, number, spread, table } from './table.js';

/** Everything about one shop that fits into tables. */
export function datasetSection(found: DatasetReproduction): string {
  const { dataset, category, synthetic } = found;
  const stands = category === null ? '' : ` (for the paper's ${category})`;
  return [
    `## ${dataset}${stands}${synthetic ? ': synthetic' : ''}`,
    ...(synthetic ? [SYNTHETIC] : []),
    ...[table1(found), table2(found), table3(found), linearRelationships(found)],
    ...[distributions(found), embeddingSizes(found), sensitivity(found)],
  ].join('\n\n');
}

const SYNTHETIC =
  "**Synthetic data: the numbers of this shop cannot be compared with the paper's, which are shown for orientation only.**";

function table1({ table1: { products, users, ratings, parts } }: DatasetReproduction): string {
  const line = (title: string, { paper, authors, ours }: Cell): string[] => [
    title,
    ...[paper, authors, ours.mean].map(count),
  ];
  const rows = [line('products', products), line('users', users), line('ratings', ratings)];
  const partRows = parts.map(({ part, ...of }) => [
    part,
    ...[of.ratings, of.users, of.products].map(({ mean }) => count(mean)),
  ]);
  return [
    '### Table 1: after preprocessing',
    table(['', ...BESIDE], rows),
    'Parts of the split, mean over seeds:',
    table(['part', 'ratings', 'users', 'products'], partRows),
  ].join('\n\n');
}

function table2({ table2: rows }: DatasetReproduction): string {
  return section(
    '### Table 2: AUC of recommendations',
    ['model', 'preset', 'tested', 'among', ...BESIDE, 'half ties', '95 % ±', 'users'],
    rows.map((row) => [
      ...[row.model, row.preset ?? '–', row.part, row.candidates],
      ...beside(row.auc),
      ...[spread(row.aucHalfTies), number(row.ci95, 4), count(row.users)],
    ]),
  );
}

function table3({ table3: rows }: DatasetReproduction): string {
  return section(
    '### Table 3: accuracy of product relations',
    ['model', 'preset', 'unrelated pairs', ...BESIDE, 'threshold of training', 'AUC', 'pairs'],
    rows.map((row) => [
      ...[row.model, row.preset ?? '–', row.negatives],
      ...beside(row.accuracy),
      ...[spread(row.accuracyTrainThreshold), spread(row.auc), count(row.pairs)],
    ]),
  );
}

function linearRelationships({ analogies }: DatasetReproduction): string {
  return section(
    '### Section 5: precision@5 of X_p1 − X_u1 + X_u2',
    ['model', 'preset', 'a hit is', ...BESIDE, 'queries'],
    analogies.map((row) => [
      ...[row.model, row.preset ?? '–', row.description],
      ...beside(row.precision),
      count(row.queries),
    ]),
  );
}

function distributions({ figure4 }: DatasetReproduction): string {
  return section(
    '### Figure 4: cosines of random pairs of products',
    ['space', 'preset', ...BESIDE.map((column) => `excess kurtosis, ${column}`), 'sd of cosines'],
    figure4.map((row) => [
      ...[row.space, row.preset ?? '–'],
      ...beside(row.excessKurtosis, 2),
      spread(row.standardDeviation),
    ]),
  );
}

function embeddingSizes({ figure5 }: DatasetReproduction): string {
  return section(
    '### Figure 5: warm AUC against embedding size',
    ['D', 'AUC'],
    figure5.map(({ embeddingDim, auc }) => [String(embeddingDim), spread(auc)]),
  );
}

function sensitivity({ sensitivity: rows }: DatasetReproduction): string {
  return section(
    '### Section 6: what matters',
    ['factor', 'level', 'preset', 'warm AUC', 'cold AUC', 'the paper says'],
    rows.map((row) => [
      ...[row.factor, row.level, row.preset],
      ...[spread(row.warm), spread(row.cold), row.claim],
    ]),
  );
}

function section(title: string, head: readonly string[], rows: readonly string[][]): string {
  return `${title}\n\n${rows.length === 0 ? 'Not measured.' : table(head, rows)}`;
}
