import { MODELS } from '../../../config/models.js';
import { groupsOf } from '../../../group-by.js';
import { OURS } from '../contestants.js';
import type { QualityRow } from '../reproduction.js';
import { judged } from './bar.js';
import { compared, type Measured } from './compare.js';
import type { FittedBySeed } from './peers.js';

/** Whoever has rows in Tables 2 and 3. */
type Name = Pick<QualityRow, 'model' | 'preset'>;

const OUR_NAME: Name = { model: MODELS[OURS.model].title, preset: OURS.preset };

const isSame = (one: Name, other: Name): boolean =>
  one.model === other.model && one.preset === other.preset;

/** `default`, and everybody in Tables 2 and 3 beside it, with what peers were `fitted` with; none while it is in neither. */
export function contestantRows(tables: Measured, fitted: FittedBySeed = new Map()): QualityRow[] {
  const everybody = groupsOf<Name>(
    [...tables.table2, ...tables.table3],
    ({ model, preset }) => `${model} ${preset}`,
  ).map(([{ model, preset }]): Name => ({ model, preset }));
  if (!everybody.some((name) => isSame(name, OUR_NAME))) return [];
  const ours = rowsOf(tables, OUR_NAME);
  const others = everybody.filter((name) => !isSame(name, OUR_NAME));
  return [
    { ...OUR_NAME, measures: compared(ours), runIds: runsOf(ours), fitted: null },
    ...others.map((name) => {
      const theirs = rowsOf(tables, name);
      return {
        ...name,
        measures: judged(name.model, compared(theirs, ours)),
        runIds: runsOf(theirs),
        fitted: fitted.get(name.model) ?? null,
      };
    }),
  ];
}

function runsOf({ table2, table3 }: Measured): string[] {
  const cells = [...table2.map(({ auc }) => auc), ...table3.map(({ accuracy }) => accuracy)];
  return [...new Set(cells.flatMap(({ runIds }) => runIds))];
}

function rowsOf({ table2, table3 }: Measured, name: Name): Measured {
  return {
    table2: table2.filter((row) => isSame(row, name)),
    table3: table3.filter((row) => isSame(row, name)),
  };
}
