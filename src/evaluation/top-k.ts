import { InputDataError } from '../errors.js';
import { compileKernels, instantiateKernels, type Kernels } from '../kernels/kernels.js';
import { paddedDepth, PANEL_WIDTH, placeVector, TILE_ROWS } from '../kernels/layout.js';
import { KernelMemory } from '../kernels/memory.js';
import { allocateBlock, packProductBlocks, type BlockBuffer } from './product-blocks.js';
import type { VectorTable } from './vector-table.js';

export interface TopKOptions {
  /** [dim] */
  readonly user: Float32Array;
  /** Read in blocks, never whole. */
  readonly products: VectorTable;
  readonly k: number;
  readonly isCandidate: (productIndex: number) => boolean;
}

export interface ScoredProduct {
  readonly productIndex: number;
  /** Dot product, float32. */
  readonly score: number;
}

/**
 * The `k` candidates with the highest dot products, best first, equal ones by product index; fewer when
 * there are fewer candidates.
 *
 * @throws InputDataError when dimensions differ or a vector is not finite.
 */
export async function topK({
  user,
  products,
  k,
  isCandidate,
}: TopKOptions): Promise<ScoredProduct[]> {
  if (user.length !== products.dim) {
    throw new InputDataError(
      `The user vector has ${user.length} dimensions, product vectors have ${products.dim}.`,
    );
  }
  const scorer = new Scorer(user, products);
  const best: ScoredProduct[] = [];
  for await (const { firstProduct, scores } of scorer.blocks()) {
    for (let i = 0; i < scores.length; i++) {
      // Products come by ascending index, so an equal score never displaces an earlier one.
      if (best.length === k && !(scores[i]! > (best[k - 1]?.score ?? Infinity))) continue;
      const product = { productIndex: firstProduct + i, score: scores[i]! };
      if (isCandidate(product.productIndex)) insert(best, product, k);
    }
  }
  return best;
}

/** Inserts behind all that score at least as much and keeps the first `k`. */
function insert(best: ScoredProduct[], product: ScoredProduct, k: number): void {
  let begin = 0;
  let end = best.length;
  while (begin < end) {
    const middle = (begin + end) >>> 1;
    if (best[middle]!.score >= product.score) begin = middle + 1;
    else end = middle;
  }
  best.splice(begin, 0, product);
  if (best.length > k) best.pop();
}

/** Scores one user against all products, block by block. */
class Scorer {
  private readonly memory = new KernelMemory();
  private readonly kernels: Kernels;
  private readonly tile: Float32Array;
  private readonly block: BlockBuffer;
  private readonly sums: Float32Array;

  constructor(
    user: Float32Array,
    private readonly products: VectorTable,
  ) {
    this.kernels = instantiateKernels(compileKernels(), this.memory.wasm);
    const depth = paddedDepth(user.length);
    this.tile = this.memory.float32(TILE_ROWS * depth);
    const tile = { values: this.tile, width: TILE_ROWS, depth };
    if (!placeVector(tile, 0, user, 0, user.length)) {
      throw new InputDataError('The user vector is not finite.', { code: 'VECTOR_NOT_FINITE' });
    }
    this.block = allocateBlock(this.memory, products);
    this.sums = this.memory.float32(TILE_ROWS * (this.block.slots.length + PANEL_WIDTH));
  }

  async *blocks(): AsyncGenerator<{ firstProduct: number; scores: Float32Array }, void, undefined> {
    const oneGroup = new Uint8Array(this.products.rows);
    for await (const block of packProductBlocks(this.products, oneGroup, [this.block])) {
      this.kernels.scorePanels(
        this.tile.byteOffset,
        this.block.panels.byteOffset,
        block.numPanels[0],
        paddedDepth(this.products.dim),
        this.sums.byteOffset,
      );
      // Of the tile's four rows only the first is a user; slots of a single group are positions.
      const scores = Float32Array.from({ length: block.numProducts }, (_, i) => {
        const lane = i % PANEL_WIDTH;
        return this.sums[(i - lane) * TILE_ROWS + lane]!;
      });
      yield { firstProduct: block.firstProduct, scores };
    }
  }
}
