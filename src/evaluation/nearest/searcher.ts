import { instantiateKernels, type Kernels } from '../../kernels/kernels.js';
import { PANEL_WIDTH, TILE_ROWS } from '../../kernels/layout.js';
import { lowerBound } from '../../lower-bound.js';
import type { ProductBlock } from '../product-blocks.js';
import { PANELS_PER_CALL, type NearestMemory } from './nearest-memory.js';

/** Work on one block of products for the queries [begin, end); `begin` is a multiple of 4. */
export interface SearchJob {
  readonly block: ProductBlock;
  readonly begin: number;
  readonly end: number;
}

/** Keeps the best products of each query while blocks pass by, one thread's worth. */
export class Searcher {
  private readonly kernels: Kernels;
  private readonly sums: Float32Array;

  constructor(
    private readonly memory: NearestMemory,
    thread: number,
  ) {
    this.kernels = instantiateKernels(memory.module, memory.wasm);
    this.sums = memory.sums[thread]!;
  }

  run({ block, begin, end }: SearchJob): void {
    const { depth, tiles, blocks } = this.memory;
    const { panels } = blocks[block.buffer]!;
    const numPanels = block.numPanels[0];
    for (let query = begin; query < end; query += TILE_ROWS) {
      for (let panel = 0; panel < numPanels; panel += PANELS_PER_CALL) {
        const count = Math.min(PANELS_PER_CALL, numPanels - panel);
        this.kernels.scorePanels(
          tiles.byteOffset + 4 * query * depth,
          panels.byteOffset + 4 * panel * PANEL_WIDTH * depth,
          count,
          depth,
          this.sums.byteOffset,
        );
        const firstProduct = block.firstProduct + panel * PANEL_WIDTH;
        for (let row = 0; row < Math.min(TILE_ROWS, end - query); row++) {
          this.keepBest(query + row, row, count, firstProduct);
        }
      }
    }
  }

  /** Products come by ascending index, so an equal score never displaces an earlier one. */
  private keepBest(query: number, row: number, numPanels: number, firstProduct: number): void {
    const { bestScores, k } = this.memory;
    const last = (query + 1) * k - 1;
    let worst = bestScores[last]!;
    for (let panel = 0; panel < numPanels; panel++) {
      const at = (panel * TILE_ROWS + row) * PANEL_WIDTH;
      for (let lane = 0; lane < PANEL_WIDTH; lane++) {
        const score = this.sums[at + lane]!;
        // False for the NaN of a lane without a product.
        if (!(score > worst)) continue;
        const product = firstProduct + panel * PANEL_WIDTH + lane;
        if (this.isExcluded(query, product)) continue;
        this.insert(query, score, product);
        worst = bestScores[last]!;
      }
    }
  }

  private isExcluded(query: number, product: number): boolean {
    const { excludedOffsets, excludedProducts } = this.memory;
    const end = excludedOffsets[query + 1]!;
    const at = lowerBound(excludedProducts, product, excludedOffsets[query]!, end);
    return at < end && excludedProducts[at] === product;
  }

  private insert(query: number, score: number, product: number): void {
    const { bestScores, bestProducts, k } = this.memory;
    let at = (query + 1) * k - 1;
    for (; at > query * k && bestScores[at - 1]! < score; at--) {
      bestScores[at] = bestScores[at - 1]!;
      bestProducts[at] = bestProducts[at - 1]!;
    }
    bestScores[at] = score;
    bestProducts[at] = product;
  }
}
