import type { ModelSettings } from '../../config/models.js';
import type { Purchases } from '../../sampling/purchases.js';
import { RelatedPairSampler } from '../../sampling/related-pairs.js';
import { TripleSampler } from '../../sampling/triples.js';
import type { StageName } from '../../trainer/stages.js';
import type { TrainingStream } from '../../trainer/training-stream.js';
import { sampleTraining } from './sample-training.js';
import type { WorkspaceData } from '../runs/workspace-data.js';
import { walkTraining } from './walk-training.js';

/** What a model is trained on, and for how long at most. */
export interface TrainingPlan {
  stream: TrainingStream;
  /** Optimiser steps of stages if nothing stops them early: what a progress bar counts to. */
  expectedSteps: Partial<Record<StageName, number>>;
}

export interface PlanOptions {
  seed: number;
  threads: number;
  signal: AbortSignal;
}

/** Lays out the training of a model: random walks for skip-grams, triples or labelled pairs for the others. */
export function planTraining(
  data: WorkspaceData,
  settings: ModelSettings,
  options: PlanOptions,
): TrainingPlan {
  const { seed } = options;
  switch (settings.model) {
    case 'bpr':
    case 'vbpr': {
      const sampler = new TripleSampler(purchasesOf(data), seed);
      const { stream, numSteps } = sampleTraining(sampler, { ...settings.hyperparameters, seed });
      return { stream, expectedSteps: { ranking: numSteps, mapping: 1 } };
    }
    case 'ibr': {
      const sampler = new RelatedPairSampler(purchasesOf(data), seed);
      const { stream, numSteps } = sampleTraining(sampler, { ...settings.hyperparameters, seed });
      return { stream, expectedSteps: { metric: numSteps } };
    }
    case 'vasg':
    case 'skipgram':
    case 'deepwalk':
      return walkTraining(data, settings.hyperparameters, options);
  }
}

function purchasesOf({ train, trainProducts, split }: WorkspaceData): Purchases {
  return { train, owned: trainProducts, numProducts: split.numProducts };
}
