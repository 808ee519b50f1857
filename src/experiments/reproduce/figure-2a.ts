import { RandomStream } from '../../random.js';
import { ratedProducts } from '../evaluate/held-out-task.js';
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

/** "Here 200 randomly selected products are plotted". */
const SHOWN_PRODUCTS = 200;

/** Section 5: principal components of the products' embeddings. */
export function figure2aStep(bench: Bench, trial: Trial): Step<OfRun<Projection>> {
  const { seed } = trial;
  return bench.runStep(trial, PAPER, {
    kind: 'figure2a',
    title: 'Figure 2a',
    measure: (runId) =>
      projectProducts(bench, runId, (run) => someProducts(run, seed), { method: 'pca', seed }),
  });
}

export async function figure2a(bench: Bench, trial: Trial): Promise<ProjectionFigure> {
  const found = bench.resultOf(figure2aStep(bench, trial));
  if (found === undefined) return { method: 'pca', explainedVariance: null, points: [] };
  return withPhotos(found.value, await photosOf(bench, trial));
}

function someProducts({ data }: LoadedRun, seed: number): ShownProduct[] {
  const rated = ratedProducts(data.split.productIndex, data.split.numProducts);
  const chosen = new RandomStream(seed, 'figure2a.products').shuffle(rated);
  return [...chosen.subarray(0, SHOWN_PRODUCTS)].map((product) => ({ product, user: null }));
}
