import type { ProductPairs } from '../../evaluation/product-pairs.js';
import { scorePairs } from '../../evaluation/score-pairs.js';
import type { Progress } from '../../progress/progress.js';
import { withBar } from '../../progress/with-bar.js';
import type { ProductContestant } from './product-contestants.js';

/** The similarity of each pair in the space of a contestant, behind a progress bar. */
export function scoreContestant(
  { identity, table, similarity }: ProductContestant,
  pairs: ProductPairs,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<Float64Array> {
  const bar = progress.bar(`Comparing with ${identity.model}`, pairs.first.length, 'pairs');
  return withBar(bar, (onProgress) => scorePairs({ table, pairs, similarity, signal, onProgress }));
}
