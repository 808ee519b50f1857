import { Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import { comparedRuns, comparisonFlags, requireContestants } from '../../flags/comparison-flags.js';
import {
  evaluateRelations,
  type RelationEvaluation,
} from '../../experiments/evaluate/evaluate-relations.js';
import { formatRelations } from '../../experiments/evaluate/format-measures.js';
import {
  parseRelationBaselines,
  RELATION_BASELINE_CHOICES,
} from '../../experiments/evaluate/relation-contestants.js';

export type { RelationEvaluation };

export default class EvaluateRelations extends BaseCommand<typeof EvaluateRelations> {
  static override summary =
    'Measure how well runs tell products that were bought together from others (Table 3).';

  static override description = `Related are two products that some user bought, one of them left out of training, and that nobody bought both of in training; unrelated are as many pairs that nobody ever bought both of. A pair is called related when its similarity is above a threshold, which is chosen on one half of the pairs and measured on the other; the column "train threshold" has one chosen on pairs of the training part.

Popular products are related more often, so uniformly drawn unrelated pairs reward a score that knows popularity alone: compare with the baseline popularity, and with the rows of degree-matched pairs, which are as popular as the related ones. Rows are given for all pairs, for pairs of two warm products, and for pairs with a cold one. Unrelated pairs of each have as many cold products as the related ones, so it does not help to tell cold products from warm ones. The paper's numbers are to be held against the rows of warm pairs.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --dataset shop',
    '<%= config.bin %> <%= command.id %> --dataset shop --runs latest --baselines inn --pairs 20000 --json',
  ];

  static override flags = {
    ...comparisonFlags,
    baselines: Flags.string({
      summary: `Baselines to measure beside the runs: ${RELATION_BASELINE_CHOICES}.`,
      helpValue: 'LIST',
      default: 'all',
    }),
    pairs: Flags.integer({
      summary: 'Most related pairs; all that there are when fewer.',
      helpValue: 'N',
      min: 10,
      max: 2_000_000,
      default: 100_000,
    }),
  };

  async run(): Promise<RelationEvaluation> {
    const { pairs: maxPairs, seed } = this.flags;
    const baselines = parseRelationBaselines(this.flags.baselines);
    const { workspace, progress, signal } = this;
    const chosen = await comparedRuns(workspace, this.flags);
    requireContestants(chosen, baselines);
    const result = await evaluateRelations({
      ...chosen,
      ...{ workspace, baselines, maxPairs, seed, progress, signal },
    });
    this.log(formatRelations(result, chosen.labels));
    return result;
  }
}
