import { withCatalog } from '../../catalog/connection.js';
import { productIds } from '../../catalog/datasets.js';
import { answerAnalogies } from '../../evaluation/analogies/answer-analogies.js';
import { ANSWERS } from '../../evaluation/analogies/measure-analogies.js';
import {
  sampleAnalogies,
  type AnalogyQueries,
} from '../../evaluation/analogies/sample-analogies.js';
import { NO_PRODUCT } from '../../evaluation/nearest/nearest-products.js';
import { RandomStream } from '../../random.js';
import type { ProductLists } from '../../splitting/views.js';
import { analogySpace, analogyTask } from './analogy-task.js';
import { loadRun } from '../runs/load-run.js';

export interface AnalogyExamplesOptions {
  workspace: string;
  /** A completed run. */
  runId: string;
  numExamples: number;
  /** Of the draw of queries, uint32. */
  seed: number;
  threads: number;
  signal?: AbortSignal | undefined;
}

/** `Product` is the id of a product, or whatever shows it. */
export interface AnalogyExample<Product = string> {
  /** p1, bought by u1. */
  query: Product;
  /** Some products of u1 and of u2. */
  firstUser: Product[];
  secondUser: Product[];
  /** Nearest products of X_p1 - X_u1 + X_u2, best first. */
  answers: Product[];
}

/** Products that stand for a user. */
const SHOWN_PURCHASES = 4;

/**
 * Examples of X_p1 - X_u1 + X_u2 as in Figure 3: the first queries of a random draw, not the best looking
 * ones. Answers are new to u2: neither p1 nor anything that u2 bought in training.
 *
 * @throws InputDataError when fewer than two users have purchases in training.
 * @throws MissingArtifactError when there is no such run, or its split was replaced.
 */
export async function analogyExamples(options: AnalogyExamplesOptions): Promise<AnalogyExample[]> {
  const { workspace, runId, numExamples, seed, threads, signal } = options;
  const { manifest, data, vectors } = await loadRun(workspace, { runId });
  const random = new RandomStream(seed, 'analogies.examples');
  const queries = sampleAnalogies({ train: data.trainProducts, numQueries: numExamples, random });
  const answers = await answerAnalogies({
    ...{ queries, k: ANSWERS, threads, signal },
    space: analogySpace(manifest, vectors),
    candidates: analogyTask(data).candidates,
    excluded: knownTo(queries, data.trainProducts),
  });
  const ids = await withCatalog(workspace, 'read', (catalog) =>
    productIds(catalog, manifest.dataset),
  );
  const show = (product: number): string => ids[product]!;
  return Array.from(queries.product, (product, query) => ({
    query: show(product),
    firstUser: shownOf(data.trainProducts, queries.firstUser[query]!, product).map(show),
    secondUser: shownOf(data.trainProducts, queries.secondUser[query]!, product).map(show),
    answers: Array.from(answers.subarray(query * ANSWERS, (query + 1) * ANSWERS))
      .filter((answer) => answer !== NO_PRODUCT)
      .map(show),
  }));
}

/** What each query may not find: p1 and the training purchases of u2. */
function knownTo({ product, secondUser }: AnalogyQueries, owned: ProductLists): ProductLists {
  const lists = Array.from(product, (p1, query) =>
    [...new Set(purchasesOf(owned, secondUser[query]!)).add(p1)].sort((a, b) => a - b),
  );
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((list, query) => (offsets[query + 1] = offsets[query]! + list.length));
  return { offsets, products: Uint32Array.from(lists.flat()) };
}

function shownOf(owned: ProductLists, user: number, except: number): number[] {
  const others = purchasesOf(owned, user).filter((product) => product !== except);
  return [...others.subarray(0, SHOWN_PURCHASES)];
}

function purchasesOf({ offsets, products }: ProductLists, user: number): Uint32Array {
  return products.subarray(offsets[user], offsets[user + 1]);
}
