import { UsageError } from '../../errors.js';

/** Reads `all`, `none` or some of `baselines`, each once. Throws UsageError for a name that is none of them. */
export function parseBaselineList<T extends string>(
  text: string,
  baselines: readonly T[],
): readonly T[] {
  if (text === 'all') return baselines;
  if (text === 'none') return [];
  const chosen = text.split(',').map((name) => {
    const known = baselines.find((baseline) => baseline === name.trim().toLowerCase());
    if (known !== undefined) return known;
    throw new UsageError(`--baselines: there is no baseline "${name}".`, {
      suggestions: [`Use all, none, or some of ${baselines.join(', ')}, separated by commas.`],
    });
  });
  return [...new Set(chosen)];
}
