import { InputDataError } from '../errors.js';
import { CoPurchases } from '../evaluation/relations/co-purchases.js';
import { streamSeed } from '../random.js';
import { Draws } from './draws.js';
import { edgesOf, numOwned, warmProducts, type Purchases } from './purchases.js';
import { SAMPLE_WIDTH, type Sampler } from './sampler.js';

/** Draws of a pair before a shop is taken to have (nearly) no unrelated pairs. */
const MAX_DRAWS = 10_000;

/**
 * Labelled pairs (product, product, related) for a metric (McAuley et al. 2015), two to an edge: the product
 * with another product of the same user, related, and two warm products that no user bought both of in
 * training, unrelated. A user with k products gives k related pairs an epoch rather than all k (k - 1) / 2,
 * drawn anew in every epoch: an epoch is linear in purchases, and nobody who bought a thousand products
 * outweighs the rest. Users with a single product give none.
 */
export class RelatedPairSampler implements Sampler {
  readonly edges: Uint32Array;
  readonly samplesPerEdge = 2;
  private readonly warm: Uint32Array;
  private readonly coPurchases: CoPurchases;
  private readonly key: number;

  /**
   * @param seed uint32
   * @throws InputDataError when nobody bought two products, or nearly every two were bought by one user
   */
  constructor(
    private readonly purchases: Purchases,
    seed: number,
  ) {
    this.warm = warmProducts(purchases);
    this.edges = edgesOf(purchases, (user) => numOwned(purchases, user) > 1);
    this.coPurchases = new CoPurchases(purchases.train, purchases.numProducts);
    this.key = streamSeed(seed, 'samples.related-pairs');
    if (this.edges.length === 0) throw nothingRelated();
    // Found now, or hours of other work later.
    this.unrelated(new Draws(this.key, 0, 0));
  }

  /** @throws InputDataError when unrelated pairs cannot be found */
  draw(epoch: number, edge: number, out: Uint32Array, at: number): void {
    const draws = new Draws(this.key, epoch, edge);
    const product = this.purchases.train.productIndex[edge]!;
    out.set([product, this.otherOf(edge, draws), 1], at * SAMPLE_WIDTH);
    out.set([...this.unrelated(draws), 0], (at + 1) * SAMPLE_WIDTH);
  }

  /** Another product of the edge's user, each as likely as the others. */
  private otherOf(edge: number, draws: Draws): number {
    const { train, owned } = this.purchases;
    const user = train.userIndex[edge]!;
    const begin = owned.offsets[user]!;
    const size = numOwned(this.purchases, user);
    const step = 1 + draws.below(size - 1);
    return owned.products[begin + ((edge - begin + step) % size)]!;
  }

  private unrelated(draws: Draws): [number, number] {
    for (let draw = 0; draw < MAX_DRAWS; draw++) {
      const first = this.warm[draws.below(this.warm.length)]!;
      const second = this.warm[draws.below(this.warm.length)]!;
      if (first !== second && !this.coPurchases.isRelated(first, second)) return [first, second];
    }
    throw nothingUnrelated();
  }
}

function nothingRelated(): InputDataError {
  return new InputDataError('No products are related: no user has two training purchases.', {
    code: 'NO_RELATED_PAIRS',
    suggestions: ['Load a data set whose users bought more: `vasg data ingest --min-products`.'],
  });
}

function nothingUnrelated(): InputDataError {
  return new InputDataError(
    'Almost every two warm products were bought by one user, so there are no unrelated pairs to learn from.',
    {
      code: 'NO_UNRELATED_PAIRS',
      suggestions: ['Load a data set with more products, or train another model.'],
    },
  );
}
