import { isDeepStrictEqual } from 'node:util';
import type { ModelSettings } from './models.js';
import { PRESETS } from './presets.js';

/** Settings, and the preset that they were made from. */
export type PresetSettings = ModelSettings & {
  readonly preset: string;
  readonly fusedMultiplyAdd?: boolean | undefined;
};

/**
 * `windowSize=5, useDecoder=false`: the hyper-parameters that are not those of the preset, and other arithmetic;
 * undefined where all is as in the preset.
 */
export function changesOf({
  model,
  preset,
  hyperparameters,
  fusedMultiplyAdd,
}: PresetSettings): string | undefined {
  const presets: Readonly<Record<string, object>> = PRESETS[model];
  const present = new Map<string, unknown>(Object.entries(presets[preset] ?? hyperparameters));
  const changes = Object.entries<unknown>({ ...hyperparameters })
    .filter(([name, value]) => !isDeepStrictEqual(value, present.get(name)))
    .map(([name, value]) => `${name}=${String(value)}`);
  if (fusedMultiplyAdd === true) changes.push('fusedMultiplyAdd=true');
  return changes.length === 0 ? undefined : changes.join(', ');
}

/** `paper`, or `paper, windowSize=5`: what tells the runs of a model apart, but for seed and data. */
export function presetLabel(settings: PresetSettings): string {
  const changes = changesOf(settings);
  return changes === undefined ? settings.preset : `${settings.preset}, ${changes}`;
}
