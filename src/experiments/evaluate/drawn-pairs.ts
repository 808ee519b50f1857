import { InputDataError } from '../../errors.js';
import { relationSets, type RelationSets } from '../../evaluation/relations/relation-sets.js';
import type { Progress } from '../../progress/progress.js';
import { SPLIT_PARTS, type SplitPart } from '../../splitting/parts.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/** What decides which pairs are drawn from a split. */
export interface PairDraw {
  /** Most related pairs, of the test and of the training part each. */
  maxPairs: number;
  /** uint32 */
  seed: number;
}

/**
 * Pairs of products to tell related ones from unrelated ones by (section 4.3). The last draw is kept, for contestants
 * that are measured one after another on the same split: drawing takes longer than scoring.
 */
export class DrawnPairs {
  private last: { key: string; sets: RelationSets } | undefined;

  /** @throws InputDataError when the test part relates no products. */
  of(data: WorkspaceData, draw: PairDraw, progress: Progress): RelationSets {
    const key = JSON.stringify([data.split.inputHash, draw.maxPairs, draw.seed]);
    if (this.last?.key !== key) {
      progress.log('Drawing pairs of products.');
      this.last = { key, sets: drawPairs(data, draw) };
    }
    return this.last.sets;
  }
}

function drawPairs({ split }: WorkspaceData, { maxPairs, seed }: PairDraw): RelationSets {
  const isIn = (parts: readonly SplitPart[]): Uint8Array =>
    split.part.map((code) => (parts.includes(SPLIT_PARTS[code]!) ? 1 : 0));
  const sets = relationSets({
    purchases: split,
    isTest: isIn(['test_warm', 'test_cold']),
    isTrain: isIn(['train']),
    numProducts: split.numProducts,
    ...{ maxPairs, seed },
  });
  if (sets.tests.some(({ related }) => related.length > 0)) return sets;
  throw new InputDataError(
    `The test part of split ${split.split} of data set ${split.dataset} relates no two products that are not related in training, or there are no unrelated ones to tell them from.`,
    {
      code: 'NO_RELATIONS',
      suggestions: ['Evaluate relations on a data set with more products or fewer purchases.'],
    },
  );
}
