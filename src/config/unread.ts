import type { Hyperparameters } from './hyperparameters.js';
import type { ModelSettings } from './models.js';

/** When knobs count for nothing, and what they would need. */
type Unread<T> = [holds: boolean, names: readonly (keyof T & string)[], need: string];

/**
 * Knobs of the model that change nothing, as the others stand, each with the flags that it would need. A value of
 * theirs is no error, since presets have one for every knob, but nobody sets one to no purpose.
 */
export function unreadKnobs(settings: ModelSettings): ReadonlyMap<string, string> {
  const present = unreadOf(settings).filter(([holds]) => holds);
  return new Map(
    present.flatMap(([, names, need]) => names.map((name): [string, string] => [name, need])),
  );
}

function unreadOf(settings: ModelSettings): Unread<Record<string, unknown>>[] {
  const isNeverLooking = settings.hyperparameters.validateEvery === 0;
  const stopping: Unread<Record<string, unknown>> = [
    isNeverLooking,
    ['patience'],
    '--validate-every above 0',
  ];
  switch (settings.model) {
    case 'bpr':
    case 'vbpr': {
      const isBlind = settings.hyperparameters.visualDim === 0;
      return [
        [isBlind, ['visualRegularization', 'kernelRegularization'], '--model vbpr'],
        stopping,
      ];
    }
    case 'ibr':
      return [stopping];
    case 'vasg':
    case 'skipgram':
    case 'deepwalk':
      return [
        ...unreadOfObjective(settings.hyperparameters),
        ...unreadOfVectors(settings.hyperparameters),
        ...unreadOfDecoder(settings.hyperparameters),
        ...unreadOfEncoderStage(settings.hyperparameters),
        stopping,
      ];
  }
}

function unreadOfObjective({ objective }: Hyperparameters): Unread<Hyperparameters>[] {
  const hasPositivesOnly = objective === 'positive-sigmoid';
  const drawsNegatives = '--objective negative-sampling, sampled-softmax or user-softmax';
  const isSoftmax = objective === 'sampled-softmax' || objective === 'user-softmax';
  return [
    [hasPositivesOnly, ['numNegatives', 'negativePower'], drawsNegatives],
    [!isSoftmax, ['temperature'], '--objective sampled-softmax or user-softmax'],
    [objective !== 'negative-sampling', ['negativeWeight'], '--objective negative-sampling'],
  ];
}

function unreadOfVectors(knobs: Hyperparameters): Unread<Hyperparameters>[] {
  return [
    [knobs.productVector === 'table', ['idDropout'], '--product-vector content-plus-id'],
    [!knobs.popularityBias, ['popularityLearningRate'], '--popularity-bias'],
    [knobs.tableInit !== 'uniform', ['initRange'], '--table-init uniform'],
    [knobs.tableInit !== 'autoencoder', ['pretrainEpochs'], '--table-init autoencoder'],
  ];
}

function unreadOfDecoder(knobs: Hyperparameters): Unread<Hyperparameters>[] {
  const isFixed = knobs.taskWeighting === 'fixed';
  const isBuilt = knobs.useDecoder || knobs.tableInit === 'autoencoder';
  return [
    [!isBuilt, ['decoderHidden', 'decoderDropout'], '--use-decoder'],
    [!knobs.useDecoder, ['embeddingNoiseStd', 'taskWeighting'], '--use-decoder'],
    [!knobs.useDecoder || !isFixed, ['decoderWeight'], '--use-decoder and --task-weighting fixed'],
  ];
}

function unreadOfEncoderStage(knobs: Hyperparameters): Unread<Hyperparameters>[] {
  const hasStage = knobs.encoderEpochs > 0;
  const learnsAlone = hasStage || knobs.tableInit === 'autoencoder';
  const stage = '--product-vector table and --encoder-epochs above 0';
  return [
    [!learnsAlone, ['encoderLearningRate', 'encoderBatchSize'], stage],
    [!hasStage, ['encoderCosineWeight'], stage],
    [!hasStage || !knobs.useDecoder, ['frozenDecoderDropout'], `--use-decoder, ${stage}`],
  ];
}
