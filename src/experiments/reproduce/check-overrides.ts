import { UsageError } from '../../errors.js';
import type { Setting } from './bench.js';
import { settingsOf } from './contestants.js';
import { contestantsIn, type Section } from './paper.js';

export interface OverridesInUse {
  sections: readonly Section[];
  /** Where the overrides come from. */
  overridesFile?: string | undefined;
}

/**
 * Refuses overrides that do not go together with a preset, before anything starts. Throws UsageError naming the file
 * and the contestant.
 */
export function checkOverrides(
  { sections, overridesFile }: OverridesInUse,
  setting: Setting,
): void {
  try {
    for (const contestant of contestantsIn(sections, setting)) {
      settingsOf(contestant, setting.overrides);
    }
  } catch (error) {
    if (!(error instanceof UsageError) || overridesFile === undefined) throw error;
    const { message, suggestions } = error;
    throw new UsageError(`${overridesFile}: ${message}`, { suggestions });
  }
}
