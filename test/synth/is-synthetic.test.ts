import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { digestInput } from '../../src/sources/input-digest.js';
import { isSynthetic } from '../../src/synth/is-synthetic.js';
import { SHOP_PRESETS } from '../../src/synth/presets.js';
import { generateShop } from '../../src/synth/shop.js';
import { writeShop } from '../../src/synth/write-shop.js';
import { writeInput } from '../support/feature-files.js';
import { temporaryFolder } from '../support/workspace.js';

describe('whether a file is synthetic', () => {
  it('is told by the manifest beside it, as long as it has the content that was made', async () => {
    const folder = join(temporaryFolder(), 'shop');
    await writeShop(generateShop(SHOP_PRESETS.tiny, 1), folder);
    const ratings = join(folder, 'ratings.csv');
    expect(await isSynthetic(await digestInput(ratings))).to.equal(true);
    appendFileSync(ratings, 'u,p,5.0,1400000000\n');
    expect(await isSynthetic(await digestInput(ratings))).to.equal(false);
  });

  it('is denied without a manifest, and with one of something else', async () => {
    const folder = temporaryFolder();
    const file = await digestInput(writeInput(folder, 'ratings.csv', 'u,p,5.0,1400000000\n'));
    expect(await isSynthetic(file)).to.equal(false);
    writeInput(folder, 'synth.json', '{"version": 3}');
    expect(await isSynthetic(file)).to.equal(false);
  });
});
