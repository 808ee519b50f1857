import type { ModelSettings } from '../config/models.js';
import { Stage } from '../generated/vasg/v1/training.js';

/** Number of each stage in the contract; training.proto says what they do. */
const STAGES = {
  autoencoder: Stage.STAGE_AUTOENCODER,
  'skip-gram': Stage.STAGE_SKIP_GRAM,
  encoder: Stage.STAGE_ENCODER,
  ranking: Stage.STAGE_RANKING,
  mapping: Stage.STAGE_MAPPING,
  metric: Stage.STAGE_METRIC,
} as const satisfies Record<string, Stage>;

export type StageName = keyof typeof STAGES;

/** Number of a stage in the contract. */
export function stageNumber(stage: StageName): Stage {
  return STAGES[stage];
}

/** Whether a stage trains on a stream from the client; the others need nothing but the inputs. */
export function takesStream(stage: StageName): boolean {
  return stage === 'skip-gram' || stage === 'ranking' || stage === 'metric';
}

/** The stages of a model in their order. With content plus id, the skip-gram stage trains the encoder as well. */
export function stagesOf(settings: ModelSettings): StageName[] {
  switch (settings.model) {
    case 'bpr':
      return ['ranking', 'mapping'];
    case 'vbpr':
      return ['ranking'];
    case 'ibr':
      return ['metric'];
    case 'vasg':
    case 'skipgram':
    case 'deepwalk': {
      const { tableInit, encoderEpochs } = settings.hyperparameters;
      return [
        ...(tableInit === 'autoencoder' ? (['autoencoder'] as const) : []),
        'skip-gram',
        ...(encoderEpochs > 0 ? (['encoder'] as const) : []),
      ];
    }
  }
}
