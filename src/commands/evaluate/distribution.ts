import { Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import { comparedRuns, comparisonFlags } from '../../flags/comparison-flags.js';
import {
  evaluateDistribution,
  type DistributionEvaluation,
} from '../../experiments/evaluate/evaluate-distribution.js';
import { formatDistribution } from '../../experiments/evaluate/format-measures.js';

export type { DistributionEvaluation };

export default class EvaluateDistribution extends BaseCommand<typeof EvaluateDistribution> {
  static override summary =
    'Measure how the cosines of random pairs of products are distributed (Figure 4).';

  static override description = `Takes the same random pairs of different products in the space of each run and in that of the raw features. Kurtosis is given as excess (0 for a normal distribution) and after Pearson (3 for one); the paper does not say which it prints. It changes a lot with the length of a training, so it tells little about a model. The densities come with --json and are in table similarity_densities.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --dataset shop',
    '<%= config.bin %> <%= command.id %> --dataset shop --runs none --pairs 100000 --bins 50 --json',
  ];

  static override flags = {
    ...comparisonFlags,
    pairs: Flags.integer({
      summary: 'Random pairs of products.',
      helpValue: 'N',
      min: 2,
      max: 20_000_000,
      default: 1_000_000,
    }),
    bins: Flags.integer({
      summary: 'Bins of the histogram between -1 and 1.',
      helpValue: 'N',
      min: 2,
      max: 10_000,
      default: 100,
    }),
  };

  async run(): Promise<DistributionEvaluation> {
    const { pairs: numPairs, bins: numBins, seed } = this.flags;
    const { workspace, progress, signal } = this;
    const chosen = await comparedRuns(workspace, this.flags);
    const result = await evaluateDistribution({
      ...chosen,
      ...{ workspace, numPairs, numBins, seed, progress, signal },
    });
    this.log(formatDistribution(result, chosen.labels));
    return result;
  }
}
