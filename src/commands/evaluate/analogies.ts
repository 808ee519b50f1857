import { Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import { comparedRuns, comparisonFlags, requireContestants } from '../../flags/comparison-flags.js';
import {
  evaluateAnalogies,
  type AnalogyEvaluation,
} from '../../experiments/evaluate/evaluate-analogies.js';
import { formatAnalogies } from '../../experiments/evaluate/format-measures.js';
import { threadsFlag } from '../../flags/flags.js';

export type { AnalogyEvaluation };

export default class EvaluateAnalogies extends BaseCommand<typeof EvaluateAnalogies> {
  static override summary =
    'Measure what X_p1 - X_u1 + X_u2 finds: a product like p1 of user u1, for user u2 (section 5).';

  static override description = `Draws queries of a user u1, a product p1 that u1 bought in training, and another user u2, and looks up the five products nearest by cosine. What counts as right decides the result, and the paper does not say it, so precision@5 is printed under several definitions, each with its name and a sentence. Purchases of u2 that the training has seen make up most of it; held-out-any is what a recommendation is worth. All is measured with the vectors as they are (raw) and scaled to length 1 (unit), which the paper leaves open too.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --dataset shop',
    '<%= config.bin %> <%= command.id %> --dataset shop --runs latest --queries 1000 --json',
  ];

  static override flags = {
    ...comparisonFlags,
    queries: Flags.integer({
      summary: 'Random queries.',
      helpValue: 'N',
      min: 1,
      max: 1_000_000,
      default: 10_000,
    }),
    threads: threadsFlag(),
  };

  async run(): Promise<AnalogyEvaluation> {
    const { queries: numQueries, seed, threads } = this.flags;
    const { workspace, progress, signal } = this;
    const chosen = await comparedRuns(workspace, this.flags);
    requireContestants(chosen, []);
    const result = await evaluateAnalogies({
      ...chosen,
      ...{ workspace, numQueries, seed, threads, progress, signal },
    });
    this.log(formatAnalogies(result, chosen.labels));
    return result;
  }
}
