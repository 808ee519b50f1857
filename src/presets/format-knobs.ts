import type { PresetName } from '../config/presets.js';
import { textTable } from '../text-table.js';
import type { KnobValue, PresetKnob } from './preset-knobs.js';

/** Knobs as a table for people, one column for each preset. */
export function formatKnobs(knobs: readonly PresetKnob[], presets: readonly PresetName[]): string {
  return textTable(
    ['knob', ...presets, 'paper, section'],
    knobs.map(({ flag, values, paper }) => [
      flag,
      ...presets.map((preset) => formatValue(values[preset])),
      paper ?? '-',
    ]),
  );
}

/** Why presets depart from the paper, one line each; empty when none of them does. */
export function formatReasons(
  knobs: readonly PresetKnob[],
  presets: readonly PresetName[],
): string[] {
  const width = Math.max(0, ...knobs.map(({ flag }) => flag.length));
  return presets.flatMap((preset) => {
    const lines = knobs.flatMap(({ flag, why }) =>
      why[preset] === undefined ? [] : [`  ${flag.padEnd(width)}  ${why[preset]}`],
    );
    return lines.length === 0 ? [] : [`Why ${preset} departs from the paper:`, ...lines];
  });
}

function formatValue(value: KnobValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return value.join(',') || '(none)';
  return String(value);
}
