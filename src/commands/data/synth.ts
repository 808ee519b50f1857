import path from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import { seedFlag } from '../../flags/flags.js';
import { quantity } from '../../quantity.js';
import type { ShopManifest } from '../../synth/manifest.js';
import { SHOP_PRESET_NAMES, type ShopPreset } from '../../synth/presets.js';
import { generateShop } from '../../synth/shop.js';
import { resolveShopSpec, withForeignProducts } from '../../synth/spec.js';
import { writeShop } from '../../synth/write-shop.js';

export interface DataSynthResult extends ShopManifest {
  /** Absolute path of the folder written. */
  folder: string;
  /** Wall time. */
  seconds: number;
}

/** Larger shops get photos only when they are asked for. */
const MAX_PAINTED_PRODUCTS = 10_000;

export default class DataSynth extends BaseCommand<typeof DataSynth> {
  static override summary = 'Make up a shop: users, purchases and product features.';

  static override description = `Writes the raw files of an invented shop in the formats of Amazon 2014, ready for ingest: ratings.csv, image_features.b, photos in folder images for shops of up to 10,000 products; with --reviews also reviews.json.gz, and with --metadata also metadata.json.gz, whose category (Women, Men, Shoes or Jewelry) ingest has to be told then. Users like a few of the shop's styles, and a product's feature shows its style among things that nobody buys for, so there is something to learn. After ingest the counts are exactly those asked for; the files also hold a few rows that ingest has to drop or merge. truth.csv tells the styles and tastes, synth.json the counts and checksums.

The presets women, men, shoes and jewelry have the sizes of the paper's data sets (1.0 to 1.9 GB of features).`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> small --out shop',
    '<%= config.bin %> <%= command.id %> tiny --out shop --seed 7 --reviews --json',
    '<%= config.bin %> <%= command.id %> small --out shop --reviews --metadata',
    '<%= config.bin %> <%= command.id %> women --out women --feature-dim 512',
  ];

  static override args = {
    preset: Args.string({
      description: 'Size of the shop.',
      options: SHOP_PRESET_NAMES,
      required: true,
    }),
  };

  static override flags = {
    out: Flags.string({
      char: 'o',
      summary: 'Folder to make.',
      helpValue: 'DIR',
      required: true,
    }),
    seed: seedFlag(),
    force: Flags.boolean({ summary: 'Replace a shop that is in the folder already.' }),
    images: Flags.boolean({
      summary:
        'Also paint a small photo of every product; by default for 10,000 products or fewer.',
      allowNo: true,
    }),
    metadata: Flags.boolean({
      summary:
        'Also write metadata.json.gz with the categories of products, and sell products of other categories.',
    }),
    reviews: Flags.boolean({ summary: 'Also write the purchases as reviews.json.gz.' }),
    users: Flags.integer({
      summary: 'Users with at least 5 products.',
      helpValue: 'N',
      helpGroup: 'SIZE',
    }),
    products: Flags.integer({
      summary: 'Products bought by such a user.',
      helpValue: 'N',
      helpGroup: 'SIZE',
    }),
    ratings: Flags.integer({
      summary: 'Distinct pairs of user and product.',
      helpValue: 'N',
      helpGroup: 'SIZE',
    }),
    'feature-dim': Flags.integer({
      summary: 'Numbers per product feature.',
      helpValue: 'N',
      helpGroup: 'SIZE',
    }),
  };

  async run(): Promise<DataSynthResult> {
    const startedMs = performance.now();
    const { out, seed, force, images, metadata, reviews, users, products, ratings } = this.flags;
    const chosen = resolveShopSpec(this.args.preset as ShopPreset, {
      ...(users !== undefined && { users }),
      ...(products !== undefined && { products }),
      ...(ratings !== undefined && { ratings }),
      ...(this.flags['feature-dim'] !== undefined && { featureDim: this.flags['feature-dim'] }),
    });
    const spec = metadata ? withForeignProducts(chosen) : chosen;
    const folder = path.resolve(out);
    const { progress, signal } = this;
    const manifest = await writeShop(generateShop(spec, seed), folder, {
      reviews,
      metadata,
      images: images ?? spec.products <= MAX_PAINTED_PRODUCTS,
      force,
      progress,
      signal,
    });
    const seconds = (performance.now() - startedMs) / 1000;
    this.report(manifest, folder, seconds);
    return { ...manifest, folder, seconds };
  }

  private report(
    { counts, category, featureDim, files }: ShopManifest,
    folder: string,
    seconds: number,
  ): void {
    this.log(`${folder}: ${files.map(({ name }) => name).join(', ')}, synth.json`);
    this.log(
      `${quantity(counts.users, 'user')} with at least 5 products, ${quantity(counts.products, 'product')} with ${featureDim} numbers each, ${quantity(counts.ratings, 'rating')}, in ${seconds.toFixed(1)} s.`,
    );
    const foreign =
      counts.foreignProducts === 0
        ? ''
        : `, ${quantity(counts.foreignProducts, 'product')} outside the category ${category}`;
    this.log(
      `For ingest to drop or merge: ${quantity(counts.casualUsers, 'user')} with fewer products, ${quantity(counts.duplicateRatings, 'repeated rating')}, ${quantity(counts.unratedProducts, 'product')} that nobody bought${foreign}.`,
    );
  }
}
