import { InputDataError } from '../errors.js';
import { lowerBound } from '../lower-bound.js';
import { streamSeed } from '../random.js';
import { Draws } from './draws.js';
import { edgesOf, numOwned, warmProducts, type Purchases } from './purchases.js';
import { SAMPLE_WIDTH, type Sampler } from './sampler.js';

/**
 * Triples (user, bought product, other product) for pairwise rankings (Rendle et al. 2009): every training
 * edge once per epoch, the other product uniform over the warm products that the user does not have.
 * Users who have all of them give no triple.
 */
export class TripleSampler implements Sampler {
  readonly edges: Uint32Array;
  readonly samplesPerEdge = 1;
  private readonly warm: Uint32Array;
  private readonly key: number;

  /**
   * @param seed uint32
   * @throws InputDataError when there is no triple at all
   */
  constructor(
    private readonly purchases: Purchases,
    seed: number,
  ) {
    this.warm = warmProducts(purchases);
    this.edges = edgesOf(purchases, (user) => numOwned(purchases, user) < this.warm.length);
    this.key = streamSeed(seed, 'samples.triples');
    if (this.edges.length > 0) return;
    throw new InputDataError('There is nothing to rank: every user bought every warm product.', {
      code: 'NO_TRIPLES',
      suggestions: [
        'Load a data set with more products, or make fewer of them cold: `vasg data split --cold-share`.',
      ],
    });
  }

  draw(epoch: number, edge: number, out: Uint32Array, at: number): void {
    const { train } = this.purchases;
    const user = train.userIndex[edge]!;
    const other = this.otherOf(user, new Draws(this.key, epoch, edge));
    out.set([user, train.productIndex[edge]!, other], at * SAMPLE_WIDTH);
  }

  /** Tries at random suit users who lack most products; those who lack few are given one of the few at once. */
  private otherOf(user: number, draws: Draws): number {
    const numLacked = this.warm.length - numOwned(this.purchases, user);
    if (2 * numLacked < this.warm.length) return this.lacked(user, draws.below(numLacked));
    for (;;) {
      const product = this.warm[draws.below(this.warm.length)]!;
      if (!this.owns(user, product)) return product;
    }
  }

  /** The warm product before which there are `rank` others that the user lacks too. */
  private lacked(user: number, rank: number): number {
    let begin = 0;
    let end = this.warm.length - 1;
    while (begin < end) {
      const middle = (begin + end) >>> 1;
      if (middle + 1 - this.numBelow(user, this.warm[middle]! + 1) > rank) end = middle;
      else begin = middle + 1;
    }
    return this.warm[begin]!;
  }

  private owns(user: number, product: number): boolean {
    const { offsets, products } = this.purchases.owned;
    const at = offsets[user]! + this.numBelow(user, product);
    return at < offsets[user + 1]! && products[at] === product;
  }

  /** How many of the user's products, which ascend and are all warm, come before `product`. */
  private numBelow(user: number, product: number): number {
    const { offsets, products } = this.purchases.owned;
    const begin = offsets[user]!;
    return lowerBound(products, product, begin, offsets[user + 1]!) - begin;
  }
}
