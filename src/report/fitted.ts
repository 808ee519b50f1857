import { groupsOf } from '../group-by.js';
import type { QualityRow } from '../experiments/reproduce/reproduction.js';
import { listed } from './format.js';

/**
 * `neighbours 100, weighting cosine (seeds 1 and 3); ...`: what a peer was fitted with, alike seeds together; without seeds
 * where all are alike. Undefined for who is no peer.
 */
export function fittedText(
  fitted: QualityRow['fitted'],
  seeds: readonly number[],
): string | undefined {
  const known = (fitted ?? []).flatMap((choice, index) =>
    choice === null ? [] : [{ text: describe(choice.settings), seed: seeds[index] ?? '?' }],
  );
  if (known.length === 0) return undefined;
  const groups = groupsOf(known, ({ text }) => text);
  if (groups.length === 1 && known.length === seeds.length) return known[0]!.text;
  return groups
    .map((alike) => {
      const of = listed(alike.map(({ seed }) => seed));
      return `${alike[0].text} (${alike.length === 1 ? 'seed' : 'seeds'} ${of})`;
    })
    .join('; ');
}

const describe = (settings: Readonly<Record<string, number | string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
