import { UsageError } from '../../errors.js';

/** Baselines by the word that stands for all of them. */
export type BaselineGroups<T extends string> = Readonly<Record<string, readonly T[]>>;

/**
 * Reads `none`, or a list of baselines and of groups of them, each baseline once. Throws UsageError for a name that is
 * neither, and for `none` beside others.
 */
export function parseBaselineList<T extends string>(
  text: string,
  groups: BaselineGroups<T>,
): readonly T[] {
  const written = namesIn(text);
  if (written.length === 1 && written[0] === 'none') return [];
  if (written.includes('none')) {
    throw new UsageError('--baselines: none does not go with others.', {
      suggestions: ['Leave out none, or the others.'],
    });
  }
  const names = Object.values(groups).flat();
  const chosen = written.flatMap((name) => {
    const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
    if (group !== undefined) return group;
    const known = names.find((baseline) => baseline === name);
    if (known !== undefined) return [known];
    throw new UsageError(`--baselines: there is no baseline "${name}".`, {
      suggestions: [`Use ${baselineChoices(groups)}, separated by commas.`],
    });
  });
  return [...new Set(chosen)];
}

/** The words of a list, in lower case. */
export function namesIn(text: string): readonly string[] {
  return text.split(',').map((written) => written.trim().toLowerCase());
}

/** What the flag takes, in words: `all, none, or some of a,b`. */
export function baselineChoices(groups: BaselineGroups<string>): string {
  const names = Object.values(groups).flat();
  return `${Object.keys(groups).join(', ')}, none, or some of ${names.join(',')}`;
}
