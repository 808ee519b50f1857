/** Scores of related pairs and of unrelated ones. */
export interface PairScores {
  readonly related: Float64Array;
  readonly unrelated: Float64Array;
}

/**
 * The threshold t of section 4.3 for which "related when the score is above t" is right most often: halfway
 * between two neighbouring scores, the lowest of several as good ones, -Infinity when nothing does better
 * than to call every pair related.
 */
export function bestThreshold(scores: PairScores): number {
  const related = scores.related.slice().sort();
  const unrelated = scores.unrelated.slice().sort();
  let best = { threshold: -Infinity, gain: 0 };
  let r = 0;
  let u = 0;
  while (r < related.length || u < unrelated.length) {
    const score = Math.min(related[r] ?? Infinity, unrelated[u] ?? Infinity);
    while (related[r] === score) r++;
    while (unrelated[u] === score) u++;
    // Above `score` fewer related pairs are found, and fewer unrelated ones taken for related.
    const gain = u - r;
    if (gain <= best.gain) continue;
    const next = Math.min(related[r] ?? Infinity, unrelated[u] ?? Infinity);
    best = { threshold: between(score, next), gain };
  }
  return best.threshold;
}

/** A number from `low` on and below `high`. */
function between(low: number, high: number): number {
  if (high === Infinity) return low;
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}

/** Share of pairs that the threshold tells right. */
export function accuracyAt(threshold: number, { related, unrelated }: PairScores): number {
  let right = 0;
  for (const score of related) if (score > threshold) right++;
  for (const score of unrelated) if (!(score > threshold)) right++;
  return right / (related.length + unrelated.length);
}
