import { groupsOf } from '../../group-by.js';
import type {
  Cell,
  DatasetReproduction,
  Table1,
  Table2Row,
  Table3Row,
} from '../../experiments/reproduce/reproduction.js';
import { COUNT, NOTHING, share, written } from '../format.js';
import { AUC, beside, numeric, spread, table, type Column } from './table.js';

/** Tables 1 to 3. */
export function section4(found: DatasetReproduction): string[] {
  return [...table1(found), ...table2(found), ...table3(found)];
}

function table1({ table1: { products, users, ratings, parts } }: DatasetReproduction): string[] {
  const rows: [string, Cell][] = [
    ['products', products],
    ['users', users],
    ['ratings', ratings],
  ];
  const columns: Column<[string, Cell]>[] = [
    numeric('paper', ([, { printed }]) => printed ?? NOTHING),
    numeric("authors' log", ([, { authors }]) => written(authors, COUNT)),
  ];
  return [
    '### Table 1: after preprocessing',
    table<[string, Cell]>(
      [
        { title: '', text: ([title]) => title },
        ...(products.paper === null ? [] : columns),
        numeric('ours', ([, { ours }]) => written(ours.mean, COUNT)),
      ],
      rows,
    ),
    'Parts of the split, mean over seeds:',
    table<Table1['parts'][number]>(
      [
        { title: 'part', text: ({ part }) => part },
        numeric('ratings', (row) => written(row.ratings.mean, COUNT)),
        numeric('users', (row) => written(row.users.mean, COUNT)),
        numeric('products', (row) => written(row.products.mean, COUNT)),
      ],
      parts,
    ),
  ];
}

/** Conditions of one contestant. */
interface Ranked {
  model: string;
  preset: string | null;
  warm: Table2Row | undefined;
  cold: Table2Row | undefined;
}

function table2({ table2: rows }: DatasetReproduction): string[] {
  return [
    '### Table 2: AUC of recommendations, among products of the same kind',
    `Users with a tested product: ${testUsers(rows, 'warm')} warm, ${testUsers(rows, 'cold')} cold.`,
    rankings(rows, (part) => part),
    '### Table 2, among all products',
    rankings(rows, () => 'all'),
  ];
}

function testUsers(rows: readonly Table2Row[], part: Table2Row['part']): string {
  return written(rows.find((row) => row.part === part)?.users, COUNT);
}

function rankings(
  rows: readonly Table2Row[],
  candidatesOf: (part: Table2Row['part']) => Table2Row['candidates'],
): string {
  const contestants = groupsOf(rows, ({ model, preset }) => `${model} ${preset}`);
  const all = contestants.map((own): Ranked => {
    const of = (part: Table2Row['part']) =>
      own.find((row) => row.part === part && row.candidates === candidatesOf(part));
    const { model, preset } = own[0];
    return { model, preset, warm: of('warm'), cold: of('cold') };
  });
  // Who has no place for cold products ranks nothing among all.
  const ranked = all.filter(({ warm, cold }) => isMeasured(warm) || isMeasured(cold));
  const partColumns = (part: Table2Row['part']) => [
    ...beside(ranked, (row) => row[part]?.auc, { what: `${part}, ` }),
    numeric<Ranked>('95 % ±', (row) => written(row[part]?.ci95, AUC)),
    numeric<Ranked>('half ties', (row) => spread(row[part]?.aucHalfTies)),
  ];
  return table([...CONTESTANT, ...partColumns('warm'), ...partColumns('cold')], ranked);
}

function isMeasured(row: Table2Row | undefined): boolean {
  return row !== undefined && row.auc.ours.mean !== null;
}

function table3({ table3: rows }: DatasetReproduction): string[] {
  return [
    '### Table 3: accuracy of product relations, two warm products',
    relations(rows.filter(({ kind }) => kind === 'warm')),
    '### Table 3, pairs with a cold product',
    relations(rows.filter(({ kind }) => kind === 'with-cold')),
    '### Table 3, all pairs',
    relations(rows.filter(({ kind }) => kind === 'all')),
  ];
}

/** As Table 3 prints it: `80.12%`. */
const ACCURACY = share(2);

function relations(rows: readonly Table3Row[]): string {
  return table<Table3Row>(
    [
      ...CONTESTANT,
      { title: 'unrelated pairs', text: ({ negatives }) => negatives },
      ...beside(rows, ({ accuracy }) => accuracy, { what: 'accuracy, ', format: ACCURACY }),
      numeric('accuracy, threshold of training', (row) =>
        spread(row.accuracyTrainThreshold, ACCURACY),
      ),
      numeric('AUC', (row) => spread(row.auc)),
      numeric('related pairs', (row) => written(row.pairs, COUNT)),
    ],
    rows,
  );
}

const CONTESTANT = [
  { title: 'model', text: ({ model }: { model: string }) => model },
  { title: 'preset', text: ({ preset }: { preset: string | null }) => preset ?? NOTHING },
];
