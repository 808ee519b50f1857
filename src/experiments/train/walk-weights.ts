import { InputDataError } from '../../errors.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/**
 * How strongly walks follow each training purchase under `walkTransition: rating`: its rating, or 1 where
 * the source gave none. Throws InputDataError, naming the data set, for a rating of 0 or below.
 */
export function walkWeights({
  dataset,
  train,
}: Pick<WorkspaceData, 'dataset' | 'train'>): Float32Array {
  const lowest = train.rating.find((rating) => rating <= 0);
  if (lowest === undefined) {
    return train.rating.map((rating) => (Number.isNaN(rating) ? 1 : rating));
  }
  throw new InputDataError(
    `Data set ${dataset.name} has a rating of ${lowest}, which cannot be the weight of a walk's step.`,
    {
      code: 'RATING_NOT_POSITIVE',
      suggestions: [
        'Use --walk-transition uniform.',
        'Or load ratings that are all above 0, or none, with `vasg data ingest`.',
      ],
    },
  );
}
