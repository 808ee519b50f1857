import { Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import { describeDataset, type DatasetDescription } from '../../datasets/describe-dataset.js';
import { formatDescription } from '../../datasets/format-description.js';
import { datasetFlag } from '../../flags/flags.js';

export type DataDescribeResult = DatasetDescription;

export default class DataDescribe extends BaseCommand<typeof DataDescribe> {
  static override summary = 'Show the counts of a data set and of its splits.';

  static override description =
    'Prints what Table 1 of the paper prints, the spread of ratings over users and products, the features, the files it came from, and for each split the sizes of its parts and its leak checks.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --dataset shop',
    '<%= config.bin %> <%= command.id %> --dataset shop --split default --json',
  ];

  static override flags = {
    dataset: datasetFlag({ required: true }),
    split: Flags.string({ summary: 'Only this split; all when absent.', helpValue: 'NAME' }),
  };

  async run(): Promise<DataDescribeResult> {
    const { dataset, split } = this.flags;
    const description = await describeDataset(this.workspace, dataset, split);
    this.log(formatDescription(description));
    return description;
  }
}
