import type { RandomStream } from '../random.js';
import { drawNeighbour, emptyMixtures, type StyleMixtures, type StyleTree } from './styles.js';
import { drawWeighted } from './weighted-draw.js';

const MAX_TASTES = 3;
/** Chances of 1, 2 and 3 tastes. */
const TASTE_COUNTS = [0.25, 0.45, 0.3];
/** Chance that a further taste is of the first one's family. */
const SAME_FAMILY = 0.5;

/**
 * One to three liked styles for each user. Styles are liked in proportion to `supply` (purchases on
 * offer per style), because demand that nothing meets would turn into off-taste purchases.
 */
export function drawTastes(
  count: number,
  supply: Float64Array,
  tree: StyleTree,
  stream: RandomStream,
): StyleMixtures {
  const tastes = emptyMixtures(count, MAX_TASTES);
  for (let user = 0; user < count; user++) {
    const liked = drawLikedStyles(supply, tree, stream);
    // Exponential draws plus a floor: uneven, yet no taste is negligible.
    const strengths = liked.map(() => 0.3 - Math.log(1 - stream.float()));
    const sum = strengths.reduce((a, b) => a + b, 0);
    tastes.styles.set(liked, user * MAX_TASTES);
    tastes.weights.set(
      strengths.map((strength) => strength / sum),
      user * MAX_TASTES,
    );
  }
  return tastes;
}

function drawLikedStyles(supply: Float64Array, tree: StyleTree, stream: RandomStream): number[] {
  const first = drawWeighted(supply, stream);
  const liked = new Set([first]);
  for (let more = drawWeighted(TASTE_COUNTS, stream); more > 0; more--)
    liked.add(drawNeighbour(first, supply, tree, SAME_FAMILY, stream));
  return [...liked];
}
