import { ingest } from '../src/datasets/ingest/ingest.js';
import { splitDataset } from '../src/datasets/split-dataset.js';
import { loadWorkspaceData } from '../src/experiments/runs/workspace-data.js';
import { buildBipartiteGraph, type BipartiteGraph } from '../src/graph/bipartite-graph.js';
import { silentProgress } from '../src/progress/progress.js';
import { SPLIT_DEFAULTS } from '../src/splitting/assign.js';
import { ingestInput, type LargeShop } from './large-shop.js';

/** The first steps of the pipeline on one shop, in a workspace of its own. */
export class ShopSteps {
  constructor(
    private readonly shop: LargeShop,
    private readonly workspace: string,
  ) {}

  /** From raw files to the tables of the catalog; returns how many ratings are left. */
  async ingest(): Promise<number> {
    const { workspace } = this;
    const { report } = await ingest(ingestInput(this.shop), {
      workspace,
      progress: silentProgress,
    });
    return report.ratings.kept;
  }

  async split(): Promise<void> {
    await splitDataset(
      { dataset: 'shop', split: 'default', replace: false, seed: 1, ...SPLIT_DEFAULTS },
      this.workspace,
    );
  }

  /** Training ratings in compressed rows, from the catalog. */
  async graph(): Promise<BipartiteGraph> {
    const { train, split } = await loadWorkspaceData(this.workspace, 'shop', 'default');
    const { numUsers, numProducts } = split;
    return buildBipartiteGraph({ ...train, numUsers, numProducts });
  }
}
