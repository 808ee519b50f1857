import type { HyperparameterName } from '../config/hyperparameters.js';
import type { PresetName } from '../config/presets.js';

/** Why a preset of VASG has another value than `paper`, knob by knob. */
type Departures = Readonly<Partial<Record<HyperparameterName, string>>>;

/** What three of the authors' public code does where the paper says something else, or nothing. */
const AUTHORS: Departures = {
  windowSize: 'Their windows are 5 nodes wide; the text finds 7 best of 3, 5, 7 and 9.',
  walksPerNode: 'They take 5 walks from every user and every product; the text gives no number.',
  walkLength: 'A walk is its start and five pairs of nodes; the text gives no length.',
  walkTransition: "A neighbour's chance is its share of the ratings; the text walks uniformly.",
  centerStride: 'They move the window on by 3 nodes, so that two nodes in three are no center.',
  crossWalks: 'All walks are one stream of nodes, and windows run across their ends.',
  maxSteps: 'They train for two passes, whatever the number of steps.',
  batchSize: 'A batch has 512 pairs: 128 centers with the 4 contexts of a window of 5.',
  userBatches:
    'Every floor(|P| / |U|)-th batch is one of users; users left over are never trained on.',
  separateOptimizers: 'Batches of users and of products each have an Adam over the same tables.',
  tableInit:
    'Product rows of both tables start as the codes of an autoencoder, which the text omits.',
  pretrainEpochs: 'They train that autoencoder for ten passes.',
  contextTable: 'Contexts have a table of their own; the text writes X for both.',
  tableLearningRate: 'They set 0.01; the text says 0.001.',
  networkLearningRate: 'They set 0.01; the text says 0.001.',
  encoderLearningRate: 'They set 0.0001 for autoencoder and encoder; the text says 0.001.',
  taskWeighting: 'Each task weighs exp(-s) L + s, without the factor one half of the cited method.',
  embeddingNoiseStd:
    'N(0, 1) is added to the embedding before the decoder; the text adds noise to images.',
  encoderDropout:
    'Their encoder has the dropout of the decoder, one way to read "the same architecture".',
  encoderOutputRelu:
    'Their encoder ends in a ReLU, so that cold products have no negative entries.',
  frozenDecoderDropout: 'The frozen decoder keeps its dropout while the encoder is trained.',
  noiseStd: 'They add no noise to the features.',
  featureScaling: "Each product's feature is scaled to [0, 1] by its own minimum and maximum.",
  encoderEpochs: 'They train the encoder for ten passes.',
  encoderBatchSize: 'They set 512; the text says nothing.',
  validateEvery: 'They leave nothing out for validation.',
};

/** What ours does otherwise; docs/decisions.md says more. */
const DEFAULT: Departures = {
  windowSize:
    'A user is made of products bought, so that direct neighbours see two steps further already.',
  maxSteps: 'Steps are smaller, and their number is decided by the validation part.',
  batchSize: 'Many small steps generalise better than few large ones, in the same time.',
  numEpochs:
    'Negatives keep the space from collapsing: a small shop may take more passes, within the same steps.',
  initRange:
    'Of rows of users, where they are switched on: +-0.173 at D = 100, a standard deviation of 0.1; longer ones turn little in a step of Adam.',
  objective: 'Positives alone collapse towards one direction; users shall rank products.',
  numNegatives: 'More rivals in a batch make a steadier gradient at little cost.',
  negativePower:
    'Drawn uniformly, the long tail, which AUC counts like all else, is met more often.',
  weightDecay: 'The encoder sees few products many times.',
  userVector:
    'Rows learn the few purchases of a user by heart; what was bought says as much and generalises.',
  popularityBias:
    'How popular a product is is no direction of taste, and a photo tells some of it.',
  productVector:
    'The encoder learns the ranking task itself; cold products live where warm ones do.',
  idDropout: 'Mostly a product is known by its feature alone, as a cold one is.',
  useDecoder: 'The encoder is trained on the ranking task; nothing is left to reconstruct for.',
  taskWeighting: 'There is one task.',
  decoderWeight: 'Where the decoder is switched on, it is an aid and not the aim.',
  encoderHidden: 'A small encoder does not learn few products by heart.',
  encoderDropout: 'The encoder sees few products many times.',
  noiseStd: 'The encoder sees few products many times.',
  encoderEpochs: 'The encoder is trained together with the embeddings.',
  validateEvery: 'The best step is a later one, so looks are further apart.',
  patience: 'Looks are further apart, so fewer are waited for.',
};

const DEPARTURES: Readonly<Record<PresetName, Departures>> = {
  paper: {},
  authors: AUTHORS,
  default: DEFAULT,
};

/** Why this preset of VASG departs from the paper's text in this knob; undefined where it does not. */
export function departureOf(preset: PresetName, knob: string): string | undefined {
  return (DEPARTURES[preset] as Readonly<Record<string, string>>)[knob];
}
