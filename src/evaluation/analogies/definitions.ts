/**
 * What precision@5 of an analogy may mean. The paper prints one figure without saying which; these differ by
 * a factor of ten on one model. Names are stable.
 */
export const ANALOGY_DEFINITIONS = {
  'owned-share':
    'Share of the five nearest products, p1 left out, that u2 bought, in training or later.',
  'owned-any':
    'Share of queries for which u2 bought one of the five nearest products or more, p1 left out, in training or later.',
  'held-out-any':
    'Share of queries for which the five nearest products hold the one that u2 has in the test part, p1 and the other purchases of u2 left out, as in a recommendation.',
  'query-returned':
    'Share of queries that have p1 itself among the five nearest products when it may come up; no hit, but what the others leave out.',
} as const;

export type AnalogyDefinition = keyof typeof ANALOGY_DEFINITIONS;
