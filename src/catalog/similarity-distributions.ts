import { appendRows, insertRow } from './bulk.js';
import type { Catalog } from './connection.js';
import { contestantColumns, deleteContestant, type Contestant } from './contestants.js';

/** Distribution of the cosines of random pairs of products in one space. */
export interface SimilarityDistribution {
  mean: number;
  standardDeviation: number;
  /** 0 for a normal distribution; null where all cosines are equal, as is the next. */
  excessKurtosis: number | null;
  /** 3 for a normal distribution. */
  pearsonKurtosis: number | null;
  pairs: number;
  /** Middle of each bin, -1 to 1, and the density there. */
  cosine: readonly number[];
  density: readonly number[];
}

/** Stores the distribution of a contestant, of pairs drawn with `sampleSeed`, replacing what it had. */
export async function replaceSimilarityDistribution(
  catalog: Catalog,
  contestant: Contestant,
  { distribution, sampleSeed }: { distribution: SimilarityDistribution; sampleSeed: number },
): Promise<void> {
  const identity = contestantColumns(contestant);
  await deleteContestant(catalog, 'similarity_distributions', identity);
  await deleteContestant(catalog, 'similarity_densities', identity);
  const { mean, standardDeviation, excessKurtosis, pearsonKurtosis, pairs } = distribution;
  await insertRow(catalog, 'similarity_distributions', {
    ...identity,
    mean,
    standard_deviation: standardDeviation,
    excess_kurtosis: excessKurtosis,
    pearson_kurtosis: pearsonKurtosis,
    num_pairs: pairs,
    sample_seed: sampleSeed,
    measured_at: new Date().toISOString(),
  });
  const { cosine, density } = distribution;
  await appendRows(catalog, 'similarity_densities', cosine.length, [
    ...Object.values(identity).map((value) => () => value),
    (bin) => cosine[bin]!,
    (bin) => density[bin]!,
  ]);
}
