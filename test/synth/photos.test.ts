import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { RunCancelledError, UsageError } from '../../src/errors.js';
import { PhotoPainter } from '../../src/synth/photos/painter.js';
import { lookOf } from '../../src/synth/photos/looks.js';
import { drawShape, NUM_CUTS, NUM_SHAPES } from '../../src/synth/photos/shapes.js';
import { writePhotos } from '../../src/synth/photos/write-photos.js';
import { drawPhotoLatents } from '../../src/synth/photo-latents.js';
import { generateShop } from '../../src/synth/shop.js';
import { SHOP_PRESETS } from '../../src/synth/presets.js';
import { writeShop } from '../../src/synth/write-shop.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

const few = { ...SHOP_PRESETS.tiny, users: 8, products: 20, ratings: 45 };
const plan = generateShop(few, 7);

describe('photos of a shop', () => {
  it('are one small PNG for each product, and the digest is theirs', async () => {
    const folder = temporaryFolder();
    const record = await writePhotos(plan, path.join(folder, 'images'));
    const names = plan.productIds.map((id) => `${id}.png`);
    expect(readdirSync(path.join(folder, 'images')).sort()).to.deep.equal(names.toSorted());
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for (const name of names) {
      const bytes = readFileSync(path.join(folder, 'images', name));
      const { format, width, height } = await sharp(bytes).metadata();
      expect({ format, width, height }).to.deep.equal({ format: 'png', width: 48, height: 72 });
      hash.update(bytes);
      sizeBytes += bytes.length;
    }
    expect(record).to.deep.equal({ name: 'images', sizeBytes, sha256: hash.digest('hex') });
  });

  it('are the same for the same seed and others for another', async () => {
    const digestOf = async (seed: number) =>
      (await writePhotos(generateShop(few, seed), path.join(temporaryFolder(), 'images'))).sha256;
    const [first, again, other] = [await digestOf(7), await digestOf(7), await digestOf(8)];
    expect(again).to.equal(first);
    expect(other).not.to.equal(first);
  });

  it('look alike where styles are alike', () => {
    const shop = generateShop('tiny', 3);
    const scene = {
      styles: shop.styles,
      tree: shop.spec,
      latents: drawPhotoLatents(shop.styles, shop.spec, 3),
    };
    const painter = new PhotoPainter();
    const products = [...shop.productIds.keys()].slice(0, 60);
    const photos = products.map((product) => painter.paint(lookOf(product, scene)));
    const style = (product: number) => shop.styles.styles[2 * product]!;
    const distances = { same: [0, 0], other: [0, 0] } as Record<string, [number, number]>;
    for (const a of products) {
      for (const b of products.slice(a + 1)) {
        const sums = distances[style(a) === style(b) ? 'same' : 'other']!;
        sums[0] += photos[a]!.reduce((sum, byte, i) => sum + Math.abs(byte - photos[b]![i]!), 0);
        sums[1]++;
      }
    }
    const mean = ([sum, count]: [number, number]) => sum / count;
    expect(mean(distances.same!)).to.be.below(0.75 * mean(distances.other!));
  });

  it('show a shape in every cut, all different', () => {
    const seen = new Set<string>();
    for (let shape = 0; shape < NUM_SHAPES; shape++) {
      for (let cut = 0; cut < NUM_CUTS; cut++) {
        const covered = drawShape(shape, cut);
        const share = covered.reduce((a, b) => a + b) / covered.length;
        expect(share).to.be.within(0.08, 0.5);
        seen.add(covered.join());
      }
    }
    expect(seen).to.have.length(NUM_SHAPES * NUM_CUTS);
  });

  it('stop when the work is interrupted', async () => {
    const signal = AbortSignal.abort(new RunCancelledError('Interrupted.'));
    await rejection(
      writePhotos(plan, path.join(temporaryFolder(), 'images'), { signal }),
      RunCancelledError,
    );
  });
});

describe('a shop with photos', () => {
  it('lists them in its manifest, and is replaced with them', async () => {
    const target = path.join(temporaryFolder(), 'shop');
    const manifest = await writeShop(plan, target, { images: true });
    expect(manifest.files.map(({ name }) => name)).to.include('images');
    const again = await writeShop(plan, target, { force: true });
    expect(again.files.map(({ name }) => name)).not.to.include('images');
    expect(readdirSync(target)).not.to.include('images');
  });

  it('is not replaced when somebody else has photos there', async () => {
    const target = path.join(temporaryFolder(), 'shop');
    mkdirSync(path.join(target, 'images'), { recursive: true });
    writeFileSync(path.join(target, 'images', 'wedding.png'), '');
    const error = await rejection(writeShop(plan, target, { force: true }), UsageError);
    expect(error.message).to.include('images/wedding.png');
  });
});
