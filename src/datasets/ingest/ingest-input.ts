import type { Progress } from '../../progress/progress.js';
import type { InputDigests } from '../../sources/input-digests.js';
import type { FeaturesInput } from '../../sources/features.js';
import type { RatingsInput } from '../../sources/ratings.js';
import type { IngestRules } from './apply-rules.js';
import type { CategoryInput } from './stage-category.js';

/** What is to be loaded, and under which name. */
export interface IngestInput {
  dataset: string;
  ratings: RatingsInput;
  features: FeaturesInput;
  /** Use only the products of a category; absent where all are wanted. */
  category?: CategoryInput | undefined;
  rules: IngestRules;
  /** Folder with photos named after products; absent where there are none. */
  imagesFolder?: string | undefined;
  /** Allow that a data set of this name with other content goes. */
  replace: boolean;
}

/** Where to, and whom to tell. */
export interface IngestContext {
  workspace: string;
  progress: Progress;
  signal?: AbortSignal | undefined;
  /** Of files that other data sets are made of as well. */
  digests?: InputDigests | undefined;
}
