import { CoPurchases } from '../evaluation/relations/co-purchases.js';
import { heldOutRelations } from '../evaluation/relations/related-pairs.js';
import { drawUnrelated } from '../evaluation/relations/unrelated-pairs.js';
import { RandomStream } from '../random.js';
import { SAMPLE_WIDTH } from './sampler.js';

export interface ValidationRelationsOptions {
  /** Purchases of the training and the validation part, sorted by user. */
  readonly purchases: { readonly userIndex: Uint32Array; readonly productIndex: Uint32Array };
  /** 1 where a purchase is of the validation part. */
  readonly isValidation: Uint8Array;
  readonly numProducts: number;
  /** uint32 */
  readonly seed: number;
}

/** Related pairs at most: enough for an AUC to three digits, little to score. */
const MAX_RELATED = 10_000;

/**
 * Pairs (product, product, related) to stop the training of a metric by, [pairs, 3]: as section 4.3 tests
 * relations, but related by a purchase of the validation part, and as many that nobody bought both of in
 * training or validation. Empty without a validation part.
 */
export function validationRelations(options: ValidationRelationsOptions): Uint32Array {
  const { purchases, isValidation, numProducts, seed } = options;
  const isTraining = (_: number, i: number): boolean => isValidation[i] === 0;
  const train = {
    userIndex: purchases.userIndex.filter(isTraining),
    productIndex: purchases.productIndex.filter(isTraining),
  };
  const related = heldOutRelations({
    purchases,
    isTest: isValidation,
    train: new CoPurchases(train, numProducts),
    numProducts,
    limit: MAX_RELATED,
    random: new RandomStream(seed, 'validation-relations.related'),
  });
  const known = new CoPurchases(purchases, numProducts);
  const degrees = known.degrees;
  const products = Uint32Array.from(degrees.keys()).filter((product) => degrees[product]! > 0);
  const unrelated = drawUnrelated({
    from: [products, products],
    purchases: known,
    numProducts,
    count: related.first.length,
    random: new RandomStream(seed, 'validation-relations.unrelated'),
  });
  // Both kinds or none: an AUC needs both.
  if (unrelated.first.length === 0) return new Uint32Array(0);
  const pairs = [related, unrelated].flatMap(({ first, second }, kind) =>
    Array.from(first, (product, i) => [product, second[i]!, 1 - kind]),
  );
  const flat = new Uint32Array(pairs.length * SAMPLE_WIDTH);
  pairs.forEach((pair, i) => flat.set(pair, i * SAMPLE_WIDTH));
  return flat;
}
