import type { Definition } from '../config/definition.js';
import { MODELS, type ModelName } from '../config/models.js';
import { flagName } from '../config/names.js';
import type { PresetName } from '../config/presets.js';
import { presetOf } from '../config/resolve.js';
import { departureOf } from './departures.js';

/** A value as a configuration file writes it. */
export type KnobValue = number | boolean | string | readonly number[];

/** A knob of a model and what presets set it to. */
export interface PresetKnob {
  /** camelCase, as in a configuration file. */
  name: string;
  /** Without the dashes. */
  flag: string;
  summary: string;
  /** Section of the paper that speaks of it, as in `Definition.paper`; null where none does. */
  paper: string | null;
  /** By preset. */
  values: Partial<Record<PresetName, KnobValue>>;
  /** By preset: why it departs from the paper's text. A preset that does not is absent. */
  why: Partial<Record<PresetName, string>>;
}

/**
 * All knobs of a model in the order of their declaration. Throws UsageError when the model lacks one of
 * `presets`.
 */
export function presetKnobs(model: ModelName, presets: readonly PresetName[]): PresetKnob[] {
  const settings = presets.map((preset) => [preset, presetOf(model, preset)] as const);
  return Object.entries<Definition>(MODELS[model].definitions).map(([name, definition]) => {
    const reasons = presets.map((preset) => [preset, whyOf(model, preset, name)] as const);
    return {
      name,
      flag: flagName(name),
      summary: definition.summary,
      paper: (MODELS[model].inPaper ? definition.paper : undefined) ?? null,
      values: Object.fromEntries(
        settings.map(([preset, knobs]) => [preset, knobs[name as keyof typeof knobs] as KnobValue]),
      ),
      why: Object.fromEntries(reasons.filter(([, why]) => why !== undefined)),
    };
  });
}

/** Whether the presets of a knob disagree. */
export function isDivergent({ values }: PresetKnob): boolean {
  return new Set(Object.values(values).map((value) => JSON.stringify(value))).size > 1;
}

function whyOf(model: ModelName, preset: PresetName, knob: string): string | undefined {
  return model === 'vasg' ? departureOf(preset, knob) : undefined;
}
