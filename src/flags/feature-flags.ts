import { Flags } from '@oclif/core';
import { parseColumnMap } from '../sources/column-map.js';
import { FEATURES_FORMATS, type FeaturesInput } from '../sources/features.js';

/** Flags that say how the file of flag `features` is read, which is another of each command. */
export const featureFormatFlags = {
  'features-format': Flags.option({ options: FEATURES_FORMATS })({
    summary: 'Format of the features, where the name of the file does not tell.',
    dependsOn: ['features'],
  }),
  'feature-ids': Flags.string({
    summary: 'For .npy: text file with the product id of each row, one a line.',
    helpValue: 'FILE',
    dependsOn: ['features'],
  }),
  'feature-columns': Flags.string({
    summary: 'For Parquet: names of the columns.',
    helpValue: 'id=P,feature=F',
    dependsOn: ['features'],
  }),
  'feature-dim': Flags.integer({
    summary: 'For .b: numbers per feature; found from the file when absent.',
    helpValue: 'N',
    min: 1,
    max: 65_536,
    dependsOn: ['features'],
  }),
};

/** The same flags under a heading of their own in the help. */
export function inHelpGroup<T extends Readonly<Record<string, object>>>(
  flags: T,
  helpGroup: string,
): T {
  const grouped = Object.entries(flags).map(([name, flag]) => [name, { ...flag, helpGroup }]);
  return Object.fromEntries(grouped) as T;
}

/** What the flags come to, as the parser hands them over. */
interface FeatureFlagValues {
  'features-format'?: FeaturesInput['format'];
  'feature-ids'?: string | undefined;
  'feature-columns'?: string | undefined;
  'feature-dim'?: number | undefined;
}

/** How the file at `path` is to be read. Throws UsageError for columns that are named wrongly. */
export function featuresInput(path: string, flags: FeatureFlagValues): FeaturesInput {
  const columns = flags['feature-columns'];
  return {
    path,
    format: flags['features-format'],
    idsPath: flags['feature-ids'],
    columns:
      columns === undefined
        ? undefined
        : parseColumnMap(columns, '--feature-columns', {
            required: ['id', 'feature'],
            optional: [],
          }),
    dim: flags['feature-dim'],
  };
}
