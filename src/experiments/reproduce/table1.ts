import { withCatalog } from '../../catalog/connection.js';
import { readDataset } from '../../catalog/datasets.js';
import { readPartCounts, type PartCounts } from '../../catalog/split-counts.js';
import type { Step } from '../steps/step-log.js';
import { spreadOf } from '../steps/spread.js';
import type { Bench } from './bench.js';
import { cellOf } from './cell.js';
import { AUTHORS_LOG, TABLE_1 } from './printed.js';
import type { Table1 } from './reproduction.js';
import type { Trial, Trials } from './trial.js';

interface Counts {
  products: number;
  users: number;
  ratings: number;
  parts: PartCounts[];
}

/** Section 4.1: what is left of the data, and what the split makes of it. */
export function table1Step(bench: Bench, trial: Trial): Step<Counts> {
  const { dataset } = trial.shop;
  return bench.trialStep(trial, {
    kind: 'table1',
    title: 'Table 1',
    measure: () =>
      withCatalog(bench.options.workspace, 'read', async (catalog) => {
        const { numProducts, numUsers, numRatings } = await readDataset(catalog, dataset);
        const parts = await readPartCounts(catalog, dataset, trial.split);
        return { products: numProducts, users: numUsers, ratings: numRatings, parts };
      }),
  });
}

/** Trials are those of one shop. */
export function table1(bench: Bench, trials: Trials): Table1 {
  const counts = trials.map((trial) => bench.resultOf(table1Step(bench, trial)));
  const { category } = trials[0].shop;
  const printed = category === null ? undefined : TABLE_1[category];
  const logged = category === null ? undefined : AUTHORS_LOG[category];
  const of = (count: 'products' | 'users' | 'ratings') =>
    counts.map((found) => found?.[count] ?? null);
  const parts = counts.find((found) => found !== undefined)?.parts ?? [];
  return {
    products: cellOf(of('products'), { paper: printed?.products, authors: logged?.products }),
    users: cellOf(of('users'), { paper: printed?.users, authors: logged?.users }),
    ratings: cellOf(of('ratings'), { paper: printed?.ratings }),
    parts: parts.map(({ part }, index) => {
      const size = (of: 'ratings' | 'users' | 'products') =>
        spreadOf(counts.map((found) => found?.parts[index]?.[of] ?? null));
      return { part, ratings: size('ratings'), users: size('users'), products: size('products') };
    }),
  };
}
