import { UsageError } from '../errors.js';
import type { Hyperparameters } from './hyperparameters.js';
import type { ModelSettings, SkipGramModel } from './models.js';

const SOFTMAXES: readonly Hyperparameters['objective'][] = ['sampled-softmax', 'user-softmax'];

/** What must not hold, why not, and what to do. */
type Conflict = [holds: boolean, message: string, suggestion: string];

/** Throws UsageError, naming all of them, for combinations that each knob alone cannot rule out. */
export function checkTogether(settings: ModelSettings): void {
  const present = conflictsOf(settings).filter(([holds]) => holds);
  if (present.length === 0) return;
  throw new UsageError(present.map(([, message]) => message).join(' '), {
    suggestions: present.map(([, , suggestion]) => suggestion),
  });
}

function conflictsOf(settings: ModelSettings): Conflict[] {
  switch (settings.model) {
    case 'bpr':
      return [
        [
          settings.hyperparameters.visualDim > 0,
          '--model bpr has no visual factors.',
          'Use --model vbpr, or --visual-dim 0.',
        ],
      ];
    case 'vbpr':
      return [
        [
          settings.hyperparameters.visualDim === 0,
          '--model vbpr needs --visual-dim above 0.',
          'Use --model bpr for a factorisation without features.',
        ],
      ];
    case 'ibr':
      return [];
    case 'vasg':
    case 'skipgram':
    case 'deepwalk':
      return [
        ...modelConflicts(settings.model, settings.hyperparameters),
        ...userSoftmaxConflicts(settings.hyperparameters),
        ...encoderConflicts(settings.hyperparameters),
        ...walkConflicts(settings.hyperparameters),
        ...tableConflicts(settings.hyperparameters),
      ];
  }
}

function modelConflicts(model: SkipGramModel, knobs: Hyperparameters): Conflict[] {
  return [
    [
      model !== 'vasg' && knobs.useDecoder,
      `--model ${model} has no decoder.`,
      'Use --model vasg, or leave out --use-decoder.',
    ],
  ];
}

function userSoftmaxConflicts(knobs: Hyperparameters): Conflict[] {
  const isUserSoftmax = knobs.objective === 'user-softmax';
  return [
    [
      knobs.userVector !== 'row' && !isUserSoftmax,
      `--user-vector ${knobs.userVector} needs --objective user-softmax.`,
      'Only there is the product that is asked for left out of the vector; use --user-vector row otherwise.',
    ],
    [
      knobs.popularityBias && !(isUserSoftmax && knobs.productVector === 'content-plus-id'),
      '--popularity-bias needs --objective user-softmax and --product-vector content-plus-id.',
      'Use --no-popularity-bias otherwise.',
    ],
  ];
}

function encoderConflicts(knobs: Hyperparameters): Conflict[] {
  const isTable = knobs.productVector === 'table';
  return [
    [
      isTable && knobs.encoderEpochs === 0,
      '--product-vector table needs --encoder-epochs above 0.',
      'Without the encoder stage there are no vectors for cold products.',
    ],
    [
      isTable && !knobs.useDecoder && knobs.encoderCosineWeight === 0,
      '--no-use-decoder leaves the encoder stage nothing to learn from.',
      'Set --encoder-cosine-weight above 0.',
    ],
    [
      !isTable && knobs.encoderEpochs > 0,
      '--product-vector content-plus-id needs --encoder-epochs 0.',
      'It trains the encoder in the skip-gram stage; a second stage would undo that.',
    ],
  ];
}

function walkConflicts(knobs: Hyperparameters): Conflict[] {
  return [
    [
      !knobs.crossWalks && knobs.windowSize > 2 * knobs.walkLength - 1,
      `--window-size ${knobs.windowSize} reaches past both ends of every walk of ${knobs.walkLength} nodes.`,
      'Use a smaller --window-size or a larger --walk-length.',
    ],
    [
      knobs.crossWalks && knobs.objective !== 'positive-sigmoid',
      '--cross-walks needs --objective positive-sigmoid.',
      'Negatives are drawn by the type of a context, which is not known across the ends of walks.',
    ],
  ];
}

function tableConflicts(knobs: Hyperparameters): Conflict[] {
  const isJoint = knobs.productVector === 'content-plus-id';
  return [
    [
      knobs.contextTable && isJoint,
      '--context-table does not go with --product-vector content-plus-id.',
      'There a context is a product, which has one vector.',
    ],
    [
      knobs.contextTable && SOFTMAXES.includes(knobs.objective),
      `--context-table does not go with --objective ${knobs.objective}.`,
      'Use --objective negative-sampling, or --no-context-table.',
    ],
    [
      knobs.objective === 'negative-sampling' && isJoint,
      '--objective negative-sampling does not go with --product-vector content-plus-id.',
      'Use --objective user-softmax, or --product-vector table.',
    ],
    [
      knobs.tableInit === 'autoencoder' && (isJoint || knobs.pretrainEpochs === 0),
      '--table-init autoencoder needs --product-vector table and --pretrain-epochs above 0.',
      'Use --table-init uniform otherwise.',
    ],
  ];
}
