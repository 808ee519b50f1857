import { checkTogether } from '../../config/combinations.js';
import { MODELS, type ModelName, type ModelSettings } from '../../config/models.js';
import type { PresetName } from '../../config/presets.js';
import { presetOf } from '../../config/resolve.js';
import { UsageError } from '../../errors.js';
import { describeSettings, type Settings } from '../sweep/grid.js';

/** A model, the preset it starts from, and what is set otherwise. */
export interface Contestant {
  model: ModelName;
  preset: PresetName;
  /** Empty for the preset as it is. */
  settings: Settings;
}

const of = (model: ModelName, preset: PresetName = 'default'): Contestant => ({
  model,
  preset,
  settings: {},
});

/** The paper's text; what section 6 varies. */
export const PAPER = of('vasg', 'paper');
/** The settings of the authors' public code. */
export const AUTHORS = of('vasg', 'authors');
/** Our own model. */
export const OURS = of('vasg');
/** The paper's text without the decoder. */
export const SKIP_GRAM = of('skipgram');

/** Everybody in Tables 2 and 3 who is trained. */
export const CONTESTANTS: readonly Contestant[] = [
  of('bpr'),
  of('vbpr'),
  of('ibr'),
  SKIP_GRAM,
  of('deepwalk'),
  PAPER,
  AUTHORS,
  OURS,
];

/** The same in the order of their training: what the tables are read for comes first. */
export const BY_IMPORTANCE: readonly Contestant[] = [
  ...[PAPER, OURS],
  ...CONTESTANTS.filter((contestant) => contestant !== PAPER && contestant !== OURS),
];

/** The three readings of VASG: what section 5 looks into. */
export const VASG_PRESETS: readonly Contestant[] = [PAPER, AUTHORS, OURS];

/** Whether a number that the paper prints for a model is one for this row: our own model is not the paper's VASG. */
export function isPrinted(model: string, preset: string | null): boolean {
  return model !== MODELS.vasg.title || preset === PAPER.preset || preset === AUTHORS.preset;
}

/** `vasg-paper`: a preset of a model, for steps and people. */
export type PresetTitle = `${ModelName}-${PresetName}`;

export function presetTitle(model: ModelName, preset: PresetName): PresetTitle {
  return `${model}-${preset}`;
}

/** Changes of presets, for whoever wants a smaller reproduction: `{"vasg-paper": {"maxSteps": 100}}`. */
export type Overrides = Readonly<Partial<Record<PresetTitle, Settings>>>;

/**
 * All hyper-parameters: those of the preset, as `prepare` leaves it, and what is set otherwise. Throws UsageError naming
 * the contestant for settings that do not go together.
 */
export function settingsOf(
  contestant: Contestant,
  overrides: Overrides,
  prepare: (preset: ModelSettings) => ModelSettings = (preset) => preset,
): ModelSettings {
  const { model, preset, settings } = contestant;
  const { hyperparameters } = prepare({
    model,
    hyperparameters: presetOf(model, preset),
  } as ModelSettings);
  const base = { ...hyperparameters, ...overrides[presetTitle(model, preset)] };
  const complete = { model, hyperparameters: { ...base, ...settings } } as ModelSettings;
  try {
    checkTogether(complete);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { suggestions } = error;
    throw new UsageError(`${nameOf(contestant)}: ${error.message}`, { suggestions });
  }
  return complete;
}

/** `vasg-paper, windowSize=3`: a name for steps and people. */
export function nameOf({ model, preset, settings }: Contestant): string {
  const name = presetTitle(model, preset);
  return Object.keys(settings).length === 0 ? name : `${name}, ${describeSettings(settings)}`;
}
