import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PRESETS } from '../src/config/presets.js';
import { openShop, type Shop, type ShopChoice } from './baseline-shop.js';
import { cornac, type PartAuc } from './cornac.js';

/** Passes over the purchases; fixed, so that no look at a validation part decides where a model stops. */
const NUM_EPOCHS = { bpr: 200, vbpr: 100 };
const MODELS = ['bpr', 'vbpr'] as const;

/** AUC of eq. 4 on the test pairs of one kind, among products of that kind. */
export interface Agreement {
  readonly model: (typeof MODELS)[number];
  readonly part: 'warm' | 'cold';
  readonly seed: number;
  readonly ours: number;
  /** Of cornac, trained and measured without any of our code. */
  readonly reference: number;
}

export interface BaselinesContext extends ShopChoice {
  /** For the synthetic shop and what is handed to cornac. */
  readonly folder: string;
  readonly seeds: readonly number[];
}

/**
 * BPR-MF and VBPR of our presets beside those of cornac. A seed makes the split and starts both trainings.
 *
 * @throws ReferenceMissing when no Python has cornac.
 */
export async function compareBaselines(context: BaselinesContext): Promise<Agreement[]> {
  const reference = await cornac();
  const shop = await openShop(context);
  const agreements: Agreement[] = [];
  for (const seed of context.seeds) {
    const split = await shop.split(seed);
    const files = join(context.folder, split);
    await mkdir(files);
    await shop.exportTo(files, split);
    for (const model of MODELS) {
      const knobs = { ...PRESETS[model].default, numEpochs: NUM_EPOCHS[model] };
      const ours = await ourAuc(shop, { model, split, seed });
      const theirs = await reference({ model, files, seed, knobs });
      for (const part of ['warm', 'cold'] as const) {
        const pair = { ours: ours[part], reference: theirs[part] };
        if (pair.ours === null || pair.reference === null) continue;
        agreements.push({ model, part, seed, ours: pair.ours, reference: pair.reference });
      }
    }
  }
  return agreements;
}

interface OurTraining {
  model: Agreement['model'];
  split: string;
  seed: number;
}

async function ourAuc(shop: Shop, { model, split, seed }: OurTraining): Promise<PartAuc> {
  const { runId } = await shop.run<{ runId: string }>([
    ...['train', '--dataset', shop.dataset, '--split', split, '--model', model],
    ...['--seed', String(seed), '--num-epochs', String(NUM_EPOCHS[model])],
    ...['--validate-every', '0', '--device', 'cpu', '--threads', '1'],
  ]);
  const { rows } = await shop.run<{ rows: Cell[] }>([
    ...['evaluate', 'ranking', '--run', runId, '--baselines', 'none'],
  ]);
  // The first contestant of a run is the model as it is, without a map for cold products.
  const auc = (part: string): number | null =>
    rows.find((row) => row.part === part && row.candidates === part)!.auc;
  return { warm: auc('warm'), cold: auc('cold') };
}

interface Cell {
  part: string;
  candidates: string;
  auc: number | null;
}
