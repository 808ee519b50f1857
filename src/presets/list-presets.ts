import { MODELS, MODEL_NAMES, type ModelName } from '../config/models.js';
import { PRESETS, PRESET_NAMES, type PresetName } from '../config/presets.js';

/** A setting of all knobs of a model that has a name. */
export interface PresetEntry {
  model: ModelName;
  preset: PresetName;
  summary: string;
}

const VASG_SUMMARIES: Readonly<Record<PresetName, string>> = {
  default: 'Ours: encoder and embeddings trained together, with negatives.',
  paper: 'The text of the paper; where it is silent, the reading of docs/decisions.md.',
  authors: "The public code of three of the paper's authors; no proof of what made its tables.",
};

/** Every preset of every model. */
export function listPresets(): PresetEntry[] {
  return MODEL_NAMES.flatMap((model) =>
    presetNamesOf(model).map((preset) => ({ model, preset, summary: summaryOf(model, preset) })),
  );
}

/** The presets that a model has. */
export function presetNamesOf(model: ModelName): PresetName[] {
  return PRESET_NAMES.filter((preset) => preset in PRESETS[model]);
}

function summaryOf(model: ModelName, preset: PresetName): string {
  return model === 'vasg' ? VASG_SUMMARIES[preset] : MODELS[model].summary;
}
