import { withCatalog } from '../../src/catalog/connection.js';
import { MODELS, type ModelSettings } from '../../src/config/models.js';
import { PRESETS } from '../../src/config/presets.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { splitDataset } from '../../src/datasets/split-dataset.js';
import { recordRun } from '../../src/experiments/train/record-run.js';
import {
  loadWorkspaceData,
  type WorkspaceData,
} from '../../src/experiments/runs/workspace-data.js';
import { silentProgress } from '../../src/progress/progress.js';
import { RandomStream } from '../../src/random.js';
import { RunDirectory, type RunManifest } from '../../src/run-directory.js';
import { writeSafetensors } from '../../src/safetensors.js';
import { blockShop } from './block-shop.js';
import { writeInput, writeNpyFeatures } from './feature-files.js';
import { temporaryFolder } from './workspace.js';

const NUM_DEPARTMENTS = 5;
const PRODUCTS = 60;
const USERS = 80;
/** Which department something belongs to, for users and products alike. */
const departmentOf = {
  user: (u: number) => Math.floor(u / USERS),
  product: (p: number) => Math.floor(p / PRODUCTS),
};

/**
 * A workspace with data set `shop`: users buy in one department only, and a product's feature tells its
 * department, with noise. Indices are those of `blockShop`.
 */
export async function departmentWorkspace(): Promise<string> {
  const workspace = temporaryFolder();
  const files = temporaryFolder();
  const { purchases, numProducts } = blockShop({
    ...{ numBlocks: NUM_DEPARTMENTS, productsPerBlock: PRODUCTS },
    ...{ usersPerBlock: USERS, purchasesPerUser: 6 },
  });
  const id = (prefix: string, index: number): string =>
    `${prefix}${String(index).padStart(4, '0')}`;
  const lines = Array.from(
    purchases.userIndex,
    (user, i) => `${id('u', user)},${id('p', purchases.productIndex[i]!)},5.0,${i}\n`,
  );
  const random = new RandomStream(1, 'department-features');
  const vectors = Array.from({ length: numProducts }, (_, product): [string, number[]] => [
    id('p', product),
    directionOf(departmentOf.product(product), () => random.normal()),
  ]);
  await ingest(
    {
      dataset: 'shop',
      ratings: { path: writeInput(files, 'ratings.csv', lines.join('')), format: 'amazon-2014' },
      features: writeNpyFeatures(files, vectors),
      rules: { minProducts: 5, keepUnrated: true, requireFeatures: true },
      replace: false,
    },
    { workspace, progress: silentProgress },
  );
  await splitDataset(
    {
      ...{ dataset: 'shop', split: 'default', seed: 1 },
      ...{ coldShare: 0.2, validationShare: 0.1, testedMinProducts: 5, replace: false },
    },
    workspace,
  );
  return workspace;
}

const DIM = 8;

function directionOf(department: number, noise: () => number): number[] {
  return Array.from({ length: DIM }, (_, d) => (d === department ? 1 : 0) + noise());
}

export interface HandMadeRun {
  runId: string;
  model: 'vasg' | 'ibr' | 'bpr';
  /** Added to each number of a vector that points to the department; 0 is a perfect model. */
  noise: number;
}

/** Writes a completed run as if it had been trained: folder and catalog. */
export async function writeRun(
  workspace: string,
  { runId, model, noise }: HandMadeRun,
): Promise<void> {
  const data = await loadWorkspaceData(workspace, 'shop', 'default');
  const random = new RandomStream(1, runId);
  const rows = (count: number, department: (index: number) => number) => ({
    shape: [count, DIM],
    data: Float32Array.from(
      Array.from({ length: count }, (_, i) =>
        directionOf(department(i), () => noise * random.normal()),
      ).flat(),
    ),
  });
  const { numUsers, numProducts } = data.split;
  const products = rows(numProducts, departmentOf.product);
  const directory = new RunDirectory(workspace, runId);
  const manifest = manifestOf(data, { runId, ...settingsOf(model) });
  await directory.create(manifest);
  const embeddings = new Map([
    ['users', rows(numUsers, departmentOf.user)],
    ['products', products],
    ['encoded', products],
  ]);
  if (model === 'bpr') embeddings.set('neighbours', rows(numProducts, departmentOf.product));
  manifest.files['embeddings.safetensors'] = await writeSafetensors(
    directory.file('embeddings'),
    embeddings,
  );
  await directory.writeManifest(manifest);
  const recorder = { workspace, progress: silentProgress, signal: new AbortController().signal };
  await recordRun(recorder, { directory, manifest, data, progressRows: [] });
}

function settingsOf(model: HandMadeRun['model']): ModelSettings {
  if (model === 'ibr') {
    return { model, hyperparameters: { ...PRESETS.ibr.default, embeddingDim: DIM } };
  }
  if (model === 'bpr') {
    return { model, hyperparameters: { ...PRESETS.bpr.default, embeddingDim: DIM - 1 } };
  }
  return { model, hyperparameters: { ...PRESETS.vasg.paper, embeddingDim: DIM } };
}

function manifestOf(data: WorkspaceData, run: ModelSettings & { runId: string }): RunManifest {
  const { split, dataset, train } = data;
  return {
    formatVersion: 1,
    ...run,
    ...{ dataset: 'shop', split: 'default', preset: 'paper', seed: 7 },
    inputs: { featuresSha256: dataset.featuresSha256, splitHash: split.inputHash },
    counts: {
      users: split.numUsers,
      products: split.numProducts,
      warmProducts: new Set(train.productIndex).size,
      trainEdges: train.userIndex.length,
    },
    featureDim: dataset.featureDim,
    ...{ stages: [], versions: {}, device: MODELS[run.model].title, wallSeconds: 1, files: {} },
    startedAt: '2026-01-01T00:00:00.000Z',
    completedAt: '2026-01-01T00:00:01.000Z',
  };
}

/** All rows of a query on the catalog. */
export async function catalogRows<T>(workspace: string, sql: string): Promise<T[]> {
  return withCatalog(workspace, 'read', (catalog) => catalog.rows<T>(sql));
}
