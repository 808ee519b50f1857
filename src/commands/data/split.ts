import { Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import { formatSplit } from '../../datasets/format-description.js';
import { splitDataset, type SplitResult } from '../../datasets/split-dataset.js';
import { UsageError } from '../../errors.js';
import { datasetFlag, seedFlag, splitFlag } from '../../flags/flags.js';
import {
  LEAST_TESTED_PRODUCTS,
  MIN_LEFT_FOR_VALIDATION,
  SPLIT_DEFAULTS,
} from '../../splitting/assign.js';

export type DataSplitResult = SplitResult;

const shareFlag = Flags.custom<number>({
  helpValue: '0..1',
  parse: (input) => {
    const share = Number(input);
    if (input.trim() !== '' && share >= 0 && share <= 1) return Promise.resolve(share);
    throw new UsageError(`"${input}" is no share: use a number from 0 to 1.`);
  },
});

export default class DataSplit extends BaseCommand<typeof DataSplit> {
  static override summary = 'Divide the ratings into training, validation and test.';

  static override description = `One random product of every user with at least --tested-min-products products is for testing (section 4.1 of the paper); all products of other users are for training. A product is cold when no training edge touches it. Some test products are cold by nature; others, in random order, lose their training edges until --cold-share of the test pairs are cold. Users who are left without any training edge are removed. A second product of some users is for validation, so that nothing has to be chosen on the test part.

The same seed and options give the same split, whatever machine or order. Leak checks in SQL run every time and are stored in table leak_checks.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --dataset shop',
    '<%= config.bin %> <%= command.id %> --dataset shop --seed 2 --name second --json',
    '<%= config.bin %> <%= command.id %> --dataset shop --cold-share 0.3 --validation-share 0 --replace',
    '<%= config.bin %> <%= command.id %> --dataset shop --tested-min-products 10 --name frequent',
  ];

  static override flags = {
    dataset: datasetFlag({ required: true }),
    name: splitFlag(),
    seed: seedFlag(),
    'cold-share': shareFlag({
      summary: 'Share of the test pairs with a cold product.',
      default: SPLIT_DEFAULTS.coldShare,
    }),
    'validation-share': shareFlag({
      summary: `Share of the users with a validation product, of those tested who have at least ${MIN_LEFT_FOR_VALIDATION} products beside the test one.`,
      default: SPLIT_DEFAULTS.validationShare,
    }),
    'tested-min-products': Flags.integer({
      summary:
        'Test only users with at least so many distinct products; others are in training alone. Those whom "data ingest --min-products" dropped are in no part.',
      helpValue: 'N',
      min: LEAST_TESTED_PRODUCTS,
      default: SPLIT_DEFAULTS.testedMinProducts,
    }),
    replace: Flags.boolean({
      default: false,
      summary: 'Replace a split of this name with other options.',
    }),
  };

  async run(): Promise<DataSplitResult> {
    const { flags, workspace } = this;
    const result = await splitDataset(
      {
        dataset: flags.dataset,
        split: flags.name,
        seed: flags.seed,
        coldShare: flags['cold-share'],
        validationShare: flags['validation-share'],
        testedMinProducts: flags['tested-min-products'],
        replace: flags.replace,
      },
      workspace,
    );
    if (result.unchanged) this.log('Nothing to do, the catalog holds exactly this split.');
    this.log(formatSplit(result));
    return result;
  }
}
