import { existsSync } from 'node:fs';
import path from 'node:path';
import type { IngestContext, IngestInput } from '../../../datasets/ingest/ingest-input.js';
import { SHOP_PRESETS } from '../../../synth/presets.js';
import { generateShop } from '../../../synth/shop.js';
import { SHOP_FILES, writeShop } from '../../../synth/write-shop.js';
import { wholeShop } from './category-input.js';

const PRESET = 'small';
const SEED = 1;

/** Raw files of the shop that stands in where no data are given; made once in a workspace. */
export async function syntheticShop({
  workspace,
  progress,
  signal,
}: IngestContext): Promise<IngestInput> {
  const folder = path.join(workspace, 'synthetic', PRESET);
  // The folder appears whole or not at all.
  if (!existsSync(path.join(folder, SHOP_FILES.manifest))) {
    progress.log(`Making a synthetic shop in ${folder} ...`);
    const plan = generateShop(SHOP_PRESETS[PRESET], SEED);
    await writeShop(plan, folder, { images: true, progress, ...(signal && { signal }) });
  }
  return wholeShop(folder, `synthetic-${PRESET}`);
}
