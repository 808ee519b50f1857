import type { Hyperparameters } from '../../config/hyperparameters.js';

type WindowKnobs = Pick<
  Hyperparameters,
  'walkLength' | 'centerStride' | 'crossWalks' | 'userBatches' | 'batchSize' | 'numEpochs'
>;

interface Corpus {
  walksPerEpoch: number;
  numUsers: number;
  numProducts: number;
}

/**
 * Optimiser steps that all walks of a run are good for, to within the rounding of chunks. Walks alternate
 * between the types, so half of the centers are users, of which `by-ratio` leaves some out.
 */
export function corpusSteps(knobs: WindowKnobs, corpus: Corpus): number {
  const centers = knobs.numEpochs * corpus.walksPerEpoch * centersPerWalk(knobs);
  return Math.ceil((centers * shareTrainedOn(knobs, corpus)) / knobs.batchSize);
}

/** A mean where windows run on from one walk to the next. */
function centersPerWalk({ walkLength, centerStride, crossWalks }: WindowKnobs): number {
  const centers = walkLength / centerStride;
  return crossWalks ? centers : Math.ceil(centers);
}

function shareTrainedOn({ userBatches }: WindowKnobs, { numUsers, numProducts }: Corpus): number {
  if (userBatches === 'proportional') return 1;
  const every = Math.max(2, Math.floor(numProducts / numUsers));
  return (1 + 1 / (every - 1)) / 2;
}
