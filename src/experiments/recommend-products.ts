import { withCatalog } from '../catalog/connection.js';
import { productIds, userIndexOf } from '../catalog/datasets.js';
import { UsageError } from '../errors.js';
import { topProducts, type CandidatePart } from '../recommend/top-products.js';
import { productDegrees, productLists } from '../splitting/views.js';
import { loadRun } from './load-run.js';

export interface RecommendOptions {
  workspace: string;
  /** Run id or `latest`. */
  runId: string;
  dataset?: string | undefined;
  userId: string;
  top: number;
  part: CandidatePart;
}

export interface Recommendation {
  /** 1 is best. */
  rank: number;
  productId: string;
  /** Cosine of the user's and the product's vector, -1 to 1. */
  score: number;
  /** Cold: nobody's purchase of it was in the training. */
  part: 'warm' | 'cold';
}

export interface RecommendResult {
  runId: string;
  dataset: string;
  user: string;
  part: CandidatePart;
  recommendations: Recommendation[];
}

/** The products nearest to a user in the common space (section 4.2), without those already bought. */
export async function recommendProducts(options: RecommendOptions): Promise<RecommendResult> {
  const { workspace, userId, top, part } = options;
  const run = await loadRun(workspace, options.runId, options.dataset);
  const { runId, dataset } = run.manifest;
  const { userIndex, ids } = await withCatalog(workspace, 'read', async (catalog) => ({
    userIndex: await userIndexOf(catalog, dataset, userId),
    ids: await productIds(catalog, dataset),
  }));
  if (userIndex === undefined) throw unknownUser(userId, dataset);
  const { split, train } = run.data;
  const bought = productLists(split, split.numUsers);
  const products = await topProducts({
    user: run.users.subarray(userIndex * run.dim, (userIndex + 1) * run.dim),
    products: run.products,
    bought: bought.products.subarray(bought.offsets[userIndex], bought.offsets[userIndex + 1]),
    degrees: productDegrees(train, split.numProducts),
    top,
    part,
  });
  const recommendations = products.map(({ productIndex, ...shown }) => ({
    ...shown,
    productId: ids[productIndex]!,
  }));
  return { runId, dataset, user: userId, part, recommendations };
}

function unknownUser(userId: string, dataset: string): UsageError {
  return new UsageError(`Data set ${dataset} has no user "${userId}".`, {
    code: 'USER_UNKNOWN',
    suggestions: [
      `See some: \`vasg query "SELECT user_id FROM users WHERE dataset = '${dataset}' LIMIT 10"\`.`,
      'Users with fewer products than `data ingest --min-products` are not in the data set.',
    ],
  });
}
