import { withCatalog } from '../../catalog/connection.js';
import { productIds, userIndexOf } from '../../catalog/datasets.js';
import { replaceRecommendations } from '../../catalog/recommendations.js';
import { presetLabel } from '../../config/changes.js';
import { MissingArtifactError, UsageError } from '../../errors.js';
import {
  topProducts,
  type CandidatePart,
  type RankedProduct,
  type TopProductsInputs,
} from '../../recommend/top-products.js';
import type { FeaturesInput } from '../../sources/features.js';
import { productDegrees, productLists } from '../../splitting/views.js';
import type { RunManifest } from '../../run-directory.js';
import { loadRun, type LoadedRun } from './load-run.js';
import {
  topNewProducts,
  type NewProductCounts,
  type PlacingOptions,
} from './recommend-new-products.js';

export type RecommendOptions = RecommendedPart & RecommendFor & PlacingOptions;

/** Which products may be recommended; new ones are those of a file of features that the data set does not have. */
export type RecommendedPart =
  | { part: CandidatePart; newFeatures?: undefined }
  | { part: 'new' | 'all'; newFeatures: FeaturesInput };

interface RecommendFor {
  /** Run id or `latest`. */
  runId: string;
  dataset?: string | undefined;
  userId: string;
  top: number;
  /** Whether to store the result in table `recommendations`, which has no place for new products. */
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
  /** Cold: nobody's purchase of it was in the training. New: the data set does not have it either. */
  part: 'warm' | 'cold' | 'new';
}

export interface RecommendResult {
  runId: string;
  /** Title of the model, and its preset with what the run changed in it. */
  model: string;
  preset: string;
  dataset: string;
  split: string;
  user: string;
  part: RecommendOptions['part'];
  recommendations: Recommendation[];
  /** Of the file of features. */
  newProducts?: NewProductCounts;
}

/**
 * The products that a run ranks first for a user (section 4.2), without those already bought, and with those of
 * `newFeatures`. Of the scorers of a run the first that ranks cold products decides. Throws MissingArtifactError for a
 * user whose vector was never trained, and what `topNewProducts` throws.
 */
export async function recommendProducts(options: RecommendOptions): Promise<RecommendResult> {
  const { workspace, userId, top, part, newFeatures } = options;
  const run = await loadRun(workspace, options);
  const { runId, dataset, split } = run.manifest;
  const { userIndex, ids } = await withCatalog(workspace, 'read', async (catalog) => ({
    userIndex: await userIndexOf(catalog, dataset, userId),
    ids: await productIds(catalog, dataset),
  }));
  if (userIndex === undefined) throw unknownUser(userId, dataset);
  const { offsets } = run.data.trainProducts;
  if (offsets[userIndex] === offsets[userIndex + 1]) throw untrainedUser(userId, run.manifest);
  const scorer = run.scorers.find(({ ranksCold }) => ranksCold)!;
  const known = part === 'new' ? [] : await topKnownProducts(run, { scorer, userIndex, top, part });
  if (options.save) {
    const rows = known.map((product) => ({ userIndex, ...product }));
    await withCatalog(workspace, 'write', (catalog) =>
      replaceRecommendations(catalog, runId, rows),
    );
  }
  const unseen =
    newFeatures &&
    (await topNewProducts(run, { features: newFeatures, userIndex, knownIds: ids, top }, options));
  const recommendations = ranked(
    [
      ...known.map(({ productIndex, ...shown }) => ({ ...shown, productId: ids[productIndex]! })),
      ...(unseen?.products ?? []).map((product) => ({ ...product, part: 'new' as const })),
    ],
    top,
  );
  return {
    ...{ runId, model: scorer.name, preset: presetLabel(run.manifest) },
    ...{ dataset, split, user: userId, part, recommendations },
    ...(unseen && { newProducts: unseen.counts }),
  };
}

type Wanted = Pick<TopProductsInputs, 'scorer' | 'userIndex' | 'top' | 'part'>;

/** Of the products of the data set. */
function topKnownProducts({ data }: LoadedRun, wanted: Wanted): Promise<RankedProduct[]> {
  const { split, train } = data;
  const { offsets, products } = productLists(split, split.numUsers);
  const { userIndex } = wanted;
  return topProducts({
    ...wanted,
    bought: products.subarray(offsets[userIndex], offsets[userIndex + 1]),
    degrees: productDegrees(train, split.numProducts),
  });
}

/** The best of them; of equal ones the first. */
function ranked(products: readonly Omit<Recommendation, 'rank'>[], top: number): Recommendation[] {
  const best = products.toSorted((a, b) => b.score - a.score).slice(0, top);
  return best.map((product, i) => ({ ...product, rank: i + 1 }));
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
