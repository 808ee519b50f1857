/** Stages whose speed is measured against a reference, in the order in which all of them run. */
export const STAGE_NAMES = [
  'walks',
  'training',
  'ranking',
  'encoding',
  'ingest',
  'features',
  'embeddings',
  'growth',
] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/** What is measured alone, as it is no ratio of speeds. */
const ALONE = ['baselines', 'pipeline'] as const;

export type ChosenBenchmarks = (typeof ALONE)[number] | readonly StageName[];

/** A command line that makes no sense. */
export class WrongArguments extends Error {}

/** What the words of the command line ask for: stages in their own order, all where there are none. */
export function chooseBenchmarks(words: readonly string[]): ChosenBenchmarks {
  const unknown = words.find((word) => ![...STAGE_NAMES, ...ALONE].some((name) => name === word));
  if (unknown !== undefined) {
    throw new WrongArguments(
      `There is no benchmark "${unknown}". Stages, one or more: ${STAGE_NAMES.join(', ')}. Alone: ${ALONE.join(', ')}.`,
    );
  }
  const alone = ALONE.find((name) => words.includes(name));
  if (alone === undefined) {
    return words.length === 0 ? STAGE_NAMES : STAGE_NAMES.filter((name) => words.includes(name));
  }
  if (words.length === 1) return alone;
  throw new WrongArguments(`${alone} is measured alone: give no other name beside it.`);
}
