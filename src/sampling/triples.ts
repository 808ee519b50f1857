import { InputDataError } from '../errors.js';
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
    throw new InputDataError('There is nothing to rank: every user bought every product.', {
      code: 'NO_TRIPLES',
    });
  }

  draw(epoch: number, edge: number, out: Uint32Array, at: number): void {
    const { train } = this.purchases;
    const user = train.userIndex[edge]!;
    const draws = new Draws(this.key, epoch, edge);
    let other = this.warm[draws.below(this.warm.length)]!;
    while (this.owns(user, other)) other = this.warm[draws.below(this.warm.length)]!;
    out.set([user, train.productIndex[edge]!, other], at * SAMPLE_WIDTH);
  }

  /** Products of a user ascend. */
  private owns(user: number, product: number): boolean {
    const { offsets, products } = this.purchases.owned;
    let begin = offsets[user]!;
    let end = offsets[user + 1]!;
    while (begin < end) {
      const middle = (begin + end) >>> 1;
      if (products[middle]! < product) begin = middle + 1;
      else end = middle;
    }
    return begin < offsets[user + 1]! && products[begin] === product;
  }
}
