import { RandomStream } from '../../random.js';
import { productLists } from '../../splitting/views.js';
import type { LoadedRun } from '../runs/load-run.js';
import type { Step } from '../steps/step-log.js';
import type { Bench, OfRun } from './bench.js';
import { PAPER } from './contestants.js';
import { photosOf } from './photos.js';
import {
  projectProducts,
  withPhotos,
  type Projection,
  type ShownProduct,
} from './project-products.js';
import type { ProjectionFigure } from './reproduction.js';
import type { Trial } from './trial.js';

/** "Here we select 4 random users and plot all the products purchased by them." */
const SHOWN_USERS = 4;
/** Of these at least: t-SNE with a perplexity of 30 needs some points. */
const MIN_PRODUCTS = 10;
/** A user with hundreds of products would hide the others. */
const MAX_PRODUCTS = 60;

/** Section 5: t-SNE of the products of four users. */
export function figure2bStep(bench: Bench, trial: Trial): Step<OfRun<Projection>> {
  const { seed } = trial;
  return bench.runStep(trial, PAPER, {
    kind: 'figure2b',
    title: 'Figure 2b',
    measure: (runId) =>
      projectProducts(bench, runId, (run) => productsOfUsers(run, seed), { method: 't-sne', seed }),
  });
}

export async function figure2b(bench: Bench, trial: Trial): Promise<ProjectionFigure> {
  const found = bench.resultOf(figure2bStep(bench, trial));
  if (found === undefined) return { method: 't-sne', explainedVariance: null, points: [] };
  return withPhotos(found.value, await photosOf(bench, trial));
}

/**
 * Random users with 10 to 60 products, or, where there are too few, those with the most of up to 60. A product of two
 * of them is shown for one, drawn at random as in the paper.
 */
function productsOfUsers({ data }: LoadedRun, seed: number): ShownProduct[] {
  const { numUsers } = data.split;
  const { offsets, products } = productLists(data.split, numUsers);
  const count = (user: number): number => offsets[user + 1]! - offsets[user]!;
  const stream = new RandomStream(seed, 'figure2b.users');
  const users = [...stream.shuffle(Uint32Array.from({ length: numUsers }, (_, user) => user))]
    .filter((user) => count(user) <= MAX_PRODUCTS)
    .sort((a, b) => Math.min(count(b), MIN_PRODUCTS) - Math.min(count(a), MIN_PRODUCTS))
    .slice(0, SHOWN_USERS);
  const shown = users.flatMap((user) =>
    [...products.subarray(offsets[user], offsets[user + 1])].map((product) => ({ product, user })),
  );
  const order = stream.shuffle(Uint32Array.from(shown.keys()));
  const owners = new Map([...order].map((i) => [shown[i]!.product, shown[i]!]));
  return shown.filter((entry) => owners.get(entry.product) === entry);
}
