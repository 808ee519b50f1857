import { withCatalog } from '../../catalog/connection.js';
import { productIds, userIds } from '../../catalog/datasets.js';
import { projectEmbeddings, type ProjectOptions } from '../../trainer/python/project.js';
import { findPython } from '../../trainer/python/environment.js';
import { loadRun, type LoadedRun } from '../runs/load-run.js';
import { productSpacesOf } from '../runs/product-spaces.js';
import type { Bench } from './bench.js';
import type { Photos } from './photos.js';
import type { ProjectedProduct, ProjectionFigure } from './reproduction.js';

/** A product to show, and the user it is shown for. */
export interface ShownProduct {
  product: number;
  user: number | null;
}

/** Figure 2 without photos. */
export interface Projection extends Omit<ProjectionFigure, 'points'> {
  points: Omit<ProjectedProduct, 'image'>[];
}

/** Which products of a run to show. */
export type Choice = (run: LoadedRun) => ShownProduct[];

/** The products of a run on a plane. */
export async function projectProducts(
  { options }: Bench,
  runId: string,
  choose: Choice,
  how: Pick<ProjectOptions, 'method' | 'seed'>,
): Promise<Projection> {
  const { workspace, trainer, signal } = options;
  const run = await loadRun(workspace, { runId });
  const shown = choose(run);
  const [space] = productSpacesOf(run.manifest, run.vectors);
  const { rows, dim } = space!;
  const vectors = new Float32Array(shown.length * dim);
  shown.forEach(({ product }, i) =>
    vectors.set(rows.subarray(product * dim, (product + 1) * dim), i * dim),
  );
  const python = await findPython({ chosen: trainer.python, cacheFolder: trainer.cacheFolder });
  const { points, explainedVariance } = await projectEmbeddings({
    ...{ vectors, dim, python, signal },
    ...how,
  });
  const name = await namesOf(workspace, run.manifest.dataset);
  return {
    method: how.method,
    explainedVariance,
    points: shown.map((product, i) => ({
      ...name(product),
      x: points[2 * i]!,
      y: points[2 * i + 1]!,
    })),
  };
}

/** Figure 2: each product with its photo. */
export function withPhotos(
  { points, ...projection }: Projection,
  photoOf: Photos,
): ProjectionFigure {
  return {
    ...projection,
    points: points.map((point) => ({ ...point, image: photoOf(point.productId) })),
  };
}

async function namesOf(
  workspace: string,
  dataset: string,
): Promise<(shown: ShownProduct) => Pick<ProjectedProduct, 'productId' | 'userId'>> {
  const { products, users } = await withCatalog(workspace, 'read', async (catalog) => ({
    products: await productIds(catalog, dataset),
    users: await userIds(catalog, dataset),
  }));
  return ({ product, user }) => ({
    productId: products[product]!,
    userId: user === null ? null : users[user]!,
  });
}
