import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
import { UsageError } from '../errors.js';
import type { NewProductCounts } from '../experiments/runs/recommend-new-products.js';
import {
  recommendProducts,
  type RecommendedPart,
  type RecommendResult,
} from '../experiments/runs/recommend-products.js';
import { featureFormatFlags, featuresInput, inHelpGroup } from '../flags/feature-flags.js';
import { datasetFlag, runFlag, threadsFlag } from '../flags/flags.js';
import { quantity } from '../quantity.js';
import { textTable } from '../text-table.js';

export type { RecommendResult };

const NEW_PRODUCTS = 'NEW PRODUCTS';

export default class Recommend extends BaseCommand<typeof Recommend> {
  static override summary = 'Recommend products to a user.';

  static override description = `Lists the products that the model ranks first for the user, without those the user already bought. VASG scores a product by the cosine of its vector and the user's, plus how popular it is where the model has learned that (--popularity-bias, as in preset default). Cold products, which nobody bought in training, are placed by their photo alone.

With --features, products that arrived after the training are ranked among the others: those of the file that the data set does not have are placed by their photo alone too, by the same encoder. Nothing has to be loaded or trained again, and nothing of them is stored.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --user A1B2C3D4E5F6G7',
    '<%= config.bin %> <%= command.id %> --user A1B2C3D4E5F6G7 --part cold --top 20 --json',
    '<%= config.bin %> <%= command.id %> --user A1B2C3D4E5F6G7 --features arrivals.npy --feature-ids arrivals.txt --part new',
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
    part: Flags.option({ options: ['warm', 'cold', 'new', 'all'] as const })({
      summary:
        'Products bought in training, products never bought in training, those of --features, or all of these.',
      default: 'all' as const,
    }),
    features: Flags.string({
      summary: 'File with the features of new products, in a format of "data ingest".',
      helpValue: 'FILE',
      helpGroup: NEW_PRODUCTS,
    }),
    ...inHelpGroup(featureFormatFlags, NEW_PRODUCTS),
    threads: threadsFlag({
      summary: 'Worker threads that place new products; one per core by default.',
      helpGroup: NEW_PRODUCTS,
    }),
    save: Flags.boolean({
      summary:
        'Store them in the catalog too, table "recommendations", in place of those of this user.',
    }),
  };

  async run(): Promise<RecommendResult> {
    const { workspace, progress, signal } = this;
    const { user, run, dataset, top, save, threads } = this.flags;
    const result = await recommendProducts({
      ...{ workspace, progress, signal, threads, dataset, top, save },
      ...{ runId: run, userId: user },
      ...this.wantedPart(),
    });
    const { runId, model, preset, split, newProducts } = result;
    this.logToStderr(`Run ${runId}: ${model}, ${preset}; split ${split} of ${result.dataset}.`);
    if (newProducts !== undefined) this.logToStderr(describe(newProducts));
    const rows = result.recommendations.map(({ rank, productId, score, part: kind }) => [
      rank,
      productId,
      score.toFixed(4),
      kind,
    ]);
    const isNumber = (column: number): boolean => column === 0 || column === 2;
    // Of very many rows the table takes longer than all else.
    if (!this.jsonEnabled()) {
      this.log(textTable(['rank', 'product', 'score', 'part'], rows, isNumber));
    }
    return result;
  }

  private wantedPart(): RecommendedPart {
    const { features, part, save } = this.flags;
    if (features === undefined) {
      if (part !== 'new') return { part };
      throw new UsageError('--part new needs --features: a file of products to choose from.');
    }
    if (part === 'warm' || part === 'cold') {
      throw new UsageError(
        `--features has new products, which are not among those of --part ${part}.`,
        { suggestions: ['Use --part new, or leave it out for all.'] },
      );
    }
    if (save) {
      throw new UsageError('--save stores products of the data set, and --features has others.', {
        suggestions: ['Leave one of both out; --json gives the result to a program.'],
      });
    }
    return { part, newFeatures: featuresInput(features, this.flags) };
  }
}

function describe({ new: unseen, known }: NewProductCounts): string {
  const others = `; ${quantity(known, 'other')} of the file ${known === 1 ? 'is' : 'are'} in the data set already`;
  return `${quantity(unseen, 'new product')}${known === 0 ? '' : others}.`;
}
