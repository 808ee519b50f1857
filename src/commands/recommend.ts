import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
import { recommendProducts, type RecommendResult } from '../experiments/runs/recommend-products.js';
import { datasetFlag, runFlag } from '../flags/flags.js';
import { textTable } from '../text-table.js';

export type { RecommendResult };

export default class Recommend extends BaseCommand<typeof Recommend> {
  static override summary = 'Recommend products to a user.';

  static override description =
    "Lists the products that the model ranks first for the user, without those the user already bought. VASG scores a product by the cosine of its vector and the user's, plus how popular it is where the model has learned that (--popularity-bias, as in preset default). Cold products, which nobody bought in training, are placed by their photo alone.";

  static override examples = [
    '<%= config.bin %> <%= command.id %> --user A1B2C3D4E5F6G7',
    '<%= config.bin %> <%= command.id %> --user A1B2C3D4E5F6G7 --part cold --top 20 --json',
  ];

  static override flags = {
    user: Flags.string({
      char: 'u',
      summary: 'Id of the user, as in the ratings.',
      helpValue: 'ID',
      required: true,
    }),
    run: runFlag(),
    dataset: datasetFlag({ summary: 'Data set that "--run latest" refers to; any when absent.' }),
    top: Flags.integer({
      char: 'k',
      summary: 'Number of products.',
      helpValue: 'K',
      min: 1,
      max: 100_000,
      default: 10,
    }),
    part: Flags.option({ options: ['warm', 'cold', 'all'] as const })({
      summary: 'Products bought in training, products never bought in training, or both.',
      default: 'all' as const,
    }),
    save: Flags.boolean({
      summary:
        'Store them in the catalog too, table "recommendations", in place of those of this user.',
    }),
  };

  async run(): Promise<RecommendResult> {
    const { user, run, dataset, top, part, save } = this.flags;
    const result = await recommendProducts({
      workspace: this.workspace,
      runId: run,
      dataset,
      userId: user,
      top,
      part,
      save,
    });
    const { runId, model, preset, split } = result;
    this.logToStderr(`Run ${runId}: ${model}, ${preset}; split ${split} of ${result.dataset}.`);
    const rows = result.recommendations.map(({ rank, productId, score, part: kind }) => [
      rank,
      productId,
      score.toFixed(4),
      kind,
    ]);
    const isNumber = (column: number): boolean => column === 0 || column === 2;
    this.log(textTable(['rank', 'product', 'score', 'part'], rows, isNumber));
    return result;
  }
}
