import { RandomStream } from '../../random.js';
import { pickPairs, type ProductPairs } from '../product-pairs.js';
import { CoPurchases, type Purchases } from './co-purchases.js';
import { degreeMatched } from './degree-matched.js';
import { NUM_COLD, PAIR_KIND_NAMES, PAIR_KINDS, type NumCold, type PairKind } from './pair-kind.js';
import { PairList } from './pair-list.js';
import { heldOutRelations, trainRelations } from './related-pairs.js';
import { drawUnrelated } from './unrelated-pairs.js';

/**
 * How unrelated pairs are drawn: uniformly, as the paper says, or with the degrees of the related ones.
 * Popular products are related more often, so a uniform draw rewards a score that knows popularity alone.
 */
export const NEGATIVES = ['uniform', 'degree-matched'] as const;
export type Negatives = (typeof NEGATIVES)[number];

/**
 * Related and unrelated pairs, as many of each, as positions in `RelationSets.pairs`; every second pair is a random
 * half of either.
 */
export interface RelationSet {
  readonly related: Uint32Array;
  readonly unrelated: Uint32Array;
}

export interface RelationTest extends RelationSet {
  readonly negatives: Negatives;
  readonly kind: PairKind;
}

/** Every pair that a contestant has to score, and what is measured on which of them. */
export interface RelationSets {
  readonly pairs: ProductPairs;
  readonly tests: readonly RelationTest[];
  /** Pairs of the training part, for a threshold that has seen no test pair. */
  readonly training: Readonly<Record<Negatives, RelationSet>>;
}

export interface RelationSetsOptions {
  /** All purchases, sorted by user. */
  readonly purchases: Purchases;
  /** 1 where a purchase is left out for testing, and where it is in the training part. */
  readonly isTest: Uint8Array;
  readonly isTrain: Uint8Array;
  readonly numProducts: number;
  /** Most related pairs, of the test and of the training part each. */
  readonly maxPairs: number;
  /** uint32 */
  readonly seed: number;
}

/**
 * R and Q of section 4.3. Test pairs are related by a purchase that was left out and unrelated in all
 * purchases; training pairs are related or unrelated in training, whatever else is known.
 */
export function relationSets(options: RelationSetsOptions): RelationSets {
  const draw = new RelationDraw(options);
  const tests = [...draw.uniformTests(), ...draw.matchedTests()];
  const training = draw.training();
  return { pairs: draw.list.pairs(), tests, training };
}

/** Names of the random streams, by the number of cold products. */
const STRATA = ['warm', 'mixed', 'cold'] as const;

class RelationDraw {
  readonly list = new PairList();
  private readonly all: CoPurchases;
  private readonly trainPairs: Purchases;
  private readonly train: CoPurchases;
  private readonly degrees: Uint32Array;
  private readonly isCold: Uint8Array;
  private readonly related: ProductPairs;
  private readonly relatedAt: Uint32Array;

  constructor(private readonly options: RelationSetsOptions) {
    const { purchases, isTest, isTrain, numProducts, maxPairs } = options;
    this.all = new CoPurchases(purchases, numProducts);
    this.trainPairs = {
      userIndex: purchases.userIndex.filter((_, i) => isTrain[i] === 1),
      productIndex: purchases.productIndex.filter((_, i) => isTrain[i] === 1),
    };
    this.train = new CoPurchases(this.trainPairs, numProducts);
    this.degrees = this.train.degrees;
    this.isCold = Uint8Array.from(this.degrees, (degree) => (degree === 0 ? 1 : 0));
    this.related = heldOutRelations({
      ...{ purchases, isTest, numProducts, train: this.train, limit: maxPairs },
      random: this.stream('related'),
    });
    this.relatedAt = this.list.add(this.related);
  }

  /**
   * As many pairs of two warm products, of a cold and a warm one, and of two cold ones as among the related: who
   * can only tell cold products from warm ones, or puts cold ones near each other, gains nothing.
   */
  uniformTests(): RelationTest[] {
    const strata = NUM_COLD.map((numCold) => {
      const related = this.ofKind([numCold], this.relatedAt, this.related);
      return balanced(related, this.unrelated(numCold, related.length));
    });
    return PAIR_KIND_NAMES.map((kind) => {
      const own = PAIR_KINDS[kind].map((numCold) => strata[numCold]!);
      const joined = (side: keyof RelationSet): Uint32Array =>
        Uint32Array.from(own.flatMap((stratum) => [...stratum[side]]));
      return {
        negatives: 'uniform',
        kind,
        related: joined('related'),
        unrelated: joined('unrelated'),
      };
    });
  }

  /** One set of matched pairs; a pair and its counterpart are of the same kind. */
  matchedTests(): RelationTest[] {
    const { positions, negatives } = degreeMatched({
      ...{ positives: this.related, degrees: this.degrees, purchases: this.all },
      random: this.stream('matched'),
    });
    const unrelatedAt = this.list.add(negatives);
    const related = pickPairs(this.related, positions);
    const relatedAt = positions.map((position) => this.relatedAt[position]!);
    return PAIR_KIND_NAMES.map((kind) => ({
      negatives: 'degree-matched',
      kind,
      related: this.ofKind(PAIR_KINDS[kind], relatedAt, related),
      unrelated: this.ofKind(PAIR_KINDS[kind], unrelatedAt, negatives),
    }));
  }

  training(): Record<Negatives, RelationSet> {
    const { numProducts, maxPairs } = this.options;
    const positives = trainRelations({
      ...{ train: this.trainPairs, numProducts, limit: maxPairs },
      random: this.stream('training.related'),
    });
    const related = this.list.add(positives);
    const matched = degreeMatched({
      ...{ positives, degrees: this.degrees, purchases: this.train },
      random: this.stream('training.matched'),
    });
    const unrelated = drawUnrelated({
      ...{ from: this.pools(0), purchases: this.train, numProducts, count: related.length },
      random: this.stream('training.unrelated'),
    });
    return {
      uniform: balanced(related, this.list.add(unrelated)),
      'degree-matched': {
        related: matched.positions.map((position) => related[position]!),
        unrelated: this.list.add(matched.negatives),
      },
    };
  }

  private unrelated(numCold: NumCold, count: number): Uint32Array {
    const pairs = drawUnrelated({
      ...{ from: this.pools(numCold), purchases: this.all, count },
      numProducts: this.options.numProducts,
      random: this.stream(`unrelated.${STRATA[numCold]}`),
    });
    return this.list.add(pairs);
  }

  /** Products that somebody bought, for the one and the other product of a pair. */
  private pools(numCold: NumCold): [Uint32Array, Uint32Array] {
    const bought = this.all.degrees;
    const pool = (isCold: 0 | 1): Uint32Array =>
      Uint32Array.from(bought.keys()).filter(
        (product) => bought[product]! > 0 && this.isCold[product] === isCold,
      );
    return [pool(numCold > 0 ? 1 : 0), pool(numCold > 1 ? 1 : 0)];
  }

  private ofKind(
    kind: readonly NumCold[],
    positions: Uint32Array,
    pairs: ProductPairs,
  ): Uint32Array {
    const isCold = (product: number): number => this.isCold[product]!;
    return positions.filter((_, i) =>
      kind.includes((isCold(pairs.first[i]!) + isCold(pairs.second[i]!)) as NumCold),
    );
  }

  private stream(name: string): RandomStream {
    return new RandomStream(this.options.seed, `relations.${name}`);
  }
}

/** |R| = |Q|; both are in random order, so the first of either are a sample of it. */
function balanced(related: Uint32Array, unrelated: Uint32Array): RelationSet {
  const count = Math.min(related.length, unrelated.length);
  return { related: related.subarray(0, count), unrelated: unrelated.subarray(0, count) };
}
