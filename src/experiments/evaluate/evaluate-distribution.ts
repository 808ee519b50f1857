import {
  replaceSimilarityDistribution,
  type SimilarityDistribution,
} from '../../catalog/similarity-distributions.js';
import { cosineDensity } from '../../evaluation/distribution/cosine-density.js';
import { moments } from '../../evaluation/distribution/moments.js';
import { randomPairs } from '../../evaluation/distribution/random-pairs.js';
import type { Progress } from '../../progress/progress.js';
import { RandomStream } from '../../random.js';
import { finiteOrNull } from './finite-or-null.js';
import { ratedProducts } from './held-out-task.js';
import {
  featureContestant,
  runContestants,
  titleOf,
  type ContestantTitle,
  type ProductContestant,
} from './product-contestants.js';
import { scoreContestant } from './score-contestant.js';
import { storeMeasures } from './store-measures.js';
import { loadWorkspaceData, type WorkspaceData } from '../runs/workspace-data.js';

export interface EvaluateDistributionOptions {
  workspace: string;
  dataset: string;
  split: string;
  /** Completed runs on that split; there may be none. */
  runIds: readonly string[];
  /** Whether to measure the raw features as well. @default true */
  withFeatures?: boolean;
  /** Random pairs of products, the same for every space. */
  numPairs: number;
  numBins: number;
  /** Of the draw of pairs, uint32. */
  seed: number;
  progress: Progress;
  signal: AbortSignal;
}

/** Cosines in the space of one model, or of the raw features (Figure 4). */
export interface DistributionRow extends SimilarityDistribution, ContestantTitle {}

export interface DistributionEvaluation {
  dataset: string;
  split: string;
  seed: number;
  /** The runs in their order, then `features`. */
  rows: DistributionRow[];
}

/**
 * How the cosines of random pairs of products are distributed (section 5), in the space of each run and of
 * the raw features. What was measured goes to tables `similarity_distributions` and `similarity_densities`.
 *
 * @throws InputDataError when fewer than two products were bought.
 * @throws MissingArtifactError when a run is not of that split, or the split was replaced meanwhile.
 */
export async function evaluateDistribution(
  options: EvaluateDistributionOptions,
): Promise<DistributionEvaluation> {
  const { workspace, dataset, split, seed } = options;
  const data = await loadWorkspaceData(workspace, dataset, split);
  const measured = await measureAll(data, options);
  await storeMeasures(options, data, async (catalog) => {
    for (const { identity, distribution } of measured) {
      await replaceSimilarityDistribution(catalog, identity, { distribution, sampleSeed: seed });
    }
  });
  const rows = measured.map(({ identity, preset, distribution }) => ({
    ...titleOf(identity, preset),
    ...distribution,
  }));
  return { dataset, split, seed, rows };
}

interface Measured extends Pick<ProductContestant, 'identity' | 'preset'> {
  distribution: SimilarityDistribution;
}

async function measureAll(
  data: WorkspaceData,
  options: EvaluateDistributionOptions,
): Promise<Measured[]> {
  const products = ratedProducts(data.split.productIndex, data.split.numProducts);
  const random = new RandomStream(options.seed, 'distribution.pairs');
  const pairs = randomPairs(products, options.numPairs, random);
  const measured: Measured[] = [];
  for await (const contestant of spaces(data, options)) {
    const cosines = await scoreContestant(contestant, pairs, options);
    const { identity, preset } = contestant;
    measured.push({ identity, preset, distribution: describe(cosines, options.numBins) });
  }
  return measured;
}

/** Figure 4 shows cosines, whatever a model compares products by, and of all products. */
async function* spaces(
  data: WorkspaceData,
  { workspace, runIds, withFeatures = true }: EvaluateDistributionOptions,
): AsyncGenerator<ProductContestant> {
  for await (const contestant of runContestants(workspace, data, runIds)) {
    if (contestant.pairKinds.includes('all')) yield { ...contestant, similarity: 'cosine' };
  }
  if (withFeatures) yield* featureContestant(data, 'features');
}

function describe(cosines: Float64Array, numBins: number): SimilarityDistribution {
  const { mean, standardDeviation, excessKurtosis, pearsonKurtosis } = moments(cosines);
  const { centers, density } = cosineDensity(cosines, numBins);
  return {
    mean,
    standardDeviation,
    excessKurtosis: finiteOrNull(excessKurtosis),
    pearsonKurtosis: finiteOrNull(pearsonKurtosis),
    pairs: cosines.length,
    cosine: [...centers],
    density: [...density],
  };
}
