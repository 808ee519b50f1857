import { isDeepStrictEqual } from 'node:util';
import type { Hyperparameters } from '../../config/hyperparameters.js';
import { PRESETS } from '../../config/presets.js';
import type { Settings } from '../sweep/grid.js';
import { PAPER, SKIP_GRAM, settingsOf, type Contestant, type Overrides } from './contestants.js';

/** The contestant with one hyper-parameter set; itself when it has that value already. */
export function variantOf(
  contestant: Contestant,
  name: string,
  value: unknown,
  overrides: Overrides,
): Contestant {
  const { hyperparameters } = settingsOf(contestant, overrides);
  const present: unknown = (hyperparameters as Settings)[name];
  if (present === value) return contestant;
  return { ...contestant, settings: { ...contestant.settings, [name]: value } };
}

/**
 * The paper's text without the decoder, and with every other hyper-parameter as `PAPER` has it; the skip-gram of
 * Table 2 unless presets were changed.
 */
export function withoutDecoder(overrides: Overrides): Contestant {
  const paper = settingsOf(PAPER, overrides).hyperparameters as Hyperparameters;
  const present = settingsOf(SKIP_GRAM, overrides).hyperparameters as Settings;
  const wanted: Hyperparameters = {
    ...paper,
    useDecoder: false,
    // An encoder without a decoder has only the embedding to learn from.
    encoderCosineWeight: paper.encoderCosineWeight || PRESETS.skipgram.default.encoderCosineWeight,
  };
  const changes = Object.entries(wanted).filter(
    ([name, value]) => !isDeepStrictEqual(value, present[name]),
  );
  return changes.length === 0 ? SKIP_GRAM : { ...SKIP_GRAM, settings: Object.fromEntries(changes) };
}
