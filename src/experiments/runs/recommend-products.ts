import { withCatalog } from '../../catalog/connection.js';
import { productIds, userIndexOf } from '../../catalog/datasets.js';
import { replaceRecommendations } from '../../catalog/recommendations.js';
import { presetLabel } from '../../config/changes.js';
import { MissingArtifactError, UsageError } from '../../errors.js';
import { topProducts, type CandidatePart } from '../../recommend/top-products.js';
import { productDegrees, productLists } from '../../splitting/views.js';
import type { RunManifest } from '../../run-directory.js';
import { loadRun } from './load-run.js';

export interface RecommendOptions {
  workspace: string;
  /** Run id or `latest`. */
  runId: string;
  dataset?: string | undefined;
  userId: string;
  top: number;
  part: CandidatePart;
  /** Whether to store the result in table `recommendations`. */
  save: boolean;
}

export interface Recommendation {
  /** 1 is best. */
  rank: number;
  productId: string;
  /**
   * What the model ranks by. Skip-grams: the cosine of the user's and the product's vector, -1 to 1, plus temperature
   * x popularity of the product where that is learned. Others: a dot product or the negative squared distance.
   */
  score: number;
  /** Cold: nobody's purchase of it was in the training. */
  part: 'warm' | 'cold';
}

export interface RecommendResult {
  runId: string;
  /** Title of the model, and its preset with what the run changed in it. */
  model: string;
  preset: string;
  dataset: string;
  split: string;
  user: string;
  part: CandidatePart;
  recommendations: Recommendation[];
}

/**
 * The products that a run ranks first for a user (section 4.2), without those already bought. Of the scorers of a run
 * the first that ranks cold products decides. Throws MissingArtifactError for a user whose vector was never trained.
 */
export async function recommendProducts(options: RecommendOptions): Promise<RecommendResult> {
  const { workspace, userId, top, part } = options;
  const run = await loadRun(workspace, options);
  const { runId, dataset } = run.manifest;
  const { userIndex, ids } = await withCatalog(workspace, 'read', async (catalog) => ({
    userIndex: await userIndexOf(catalog, dataset, userId),
    ids: await productIds(catalog, dataset),
  }));
  if (userIndex === undefined) throw unknownUser(userId, dataset);
  const { split, train, trainProducts } = run.data;
  if (trainProducts.offsets[userIndex] === trainProducts.offsets[userIndex + 1]) {
    throw untrainedUser(userId, run.manifest);
  }
  const bought = productLists(split, split.numUsers);
  const scorer = run.scorers.find(({ ranksCold }) => ranksCold)!;
  const products = await topProducts({
    scorer,
    userIndex,
    bought: bought.products.subarray(bought.offsets[userIndex], bought.offsets[userIndex + 1]),
    degrees: productDegrees(train, split.numProducts),
    top,
    part,
  });
  if (options.save) {
    const rows = products.map((product) => ({ userIndex, ...product }));
    await withCatalog(workspace, 'write', (catalog) =>
      replaceRecommendations(catalog, runId, rows),
    );
  }
  const recommendations = products.map(({ productIndex, ...shown }) => ({
    ...shown,
    productId: ids[productIndex]!,
  }));
  return {
    ...{ runId, model: scorer.name, preset: presetLabel(run.manifest) },
    ...{ dataset, split: run.manifest.split, user: userId, part, recommendations },
  };
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

function untrainedUser(userId: string, { dataset, split }: RunManifest): MissingArtifactError {
  return new MissingArtifactError(
    `User "${userId}" has no trained vector: none of the user's purchases are in the training part of split ${split}.`,
    {
      code: 'USER_UNTRAINED',
      suggestions: [
        'Split the data set with a lower --cold-share (see `vasg data split --help`).',
        `Then train again: \`vasg train --dataset ${dataset}\`.`,
      ],
    },
  );
}
