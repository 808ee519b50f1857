import { hash32, streamSeed } from '../random.js';
import type { ShopCategory } from './presets.js';
import { pythonRepr } from './python-repr.js';
import type { ShopPlan } from './shop.js';

const ROOT = 'Clothing, Shoes & Jewelry';
const CATEGORIES: readonly ShopCategory[] = ['Women', 'Men', 'Shoes', 'Jewelry'];
/**
 * Categories that a product may be in as well: those from which the authors' rule would take it, not those to
 * which it would go, so that both rules find the same products.
 */
const SHARED_WITH: Readonly<Record<ShopCategory, readonly ShopCategory[]>> = {
  Women: [],
  Men: ['Women'],
  Shoes: ['Women', 'Men'],
  Jewelry: ['Women', 'Men'],
};
const PIECES = [
  'Dresses',
  'Tops & Tees',
  'Pants',
  'Handbags',
  'Skirts',
  'Sandals',
  'Coats',
  'Hats',
];
/** With the quotes, accents and backslashes that readers trip over. */
const BRANDS = ["Levi's", 'Très Bon', 'A\\B', 'The "Best"', `O'Neil "Pro"`, '北京', 'Plain'];

/** Share of products with a further category. */
const SHARED_PERCENT = 20;

/**
 * Lines of `metadata.json` as Amazon 2014 has them: a Python dict literal for each product of the features
 * file, in its order. Products of the shop are in its category, foreign ones in another.
 */
export function* metadataLines({ spec, seed, productIds, styles }: ShopPlan): Generator<string> {
  const key = streamSeed(seed, 'synth.metadata');
  const firstForeign = spec.products + spec.unratedProducts;
  const others = CATEGORIES.filter((category) => category !== spec.category);
  for (const [product, id] of productIds.entries()) {
    const pick = <T>(choices: readonly T[], draw: number): T =>
      choices[hash32(key, product, draw) % choices.length]!;
    const isForeign = product >= firstForeign;
    const category = isForeign ? pick(others, 0) : spec.category;
    const style = styles.styles[product * styles.width]!;
    const piece = PIECES[Math.floor(style / spec.stylesPerFamily) % PIECES.length]!;
    const shared = isForeign ? [] : SHARED_WITH[category];
    const isShared = shared.length > 0 && hash32(key, product, 1) % 100 < SHARED_PERCENT;
    const brand = pick(BRANDS, 2);
    const record = {
      asin: id,
      title: `${brand} ${category}'s ${piece}`,
      price: (hash32(key, product, 3) % 20_000) / 100,
      imUrl: `http://images.example.com/${id}.jpg`,
      related: { also_bought: [pick(productIds, 4), pick(productIds, 5)] },
      salesRank: { Clothing: hash32(key, product, 6) % 1_000_000 },
      brand,
      description: product % 7 === 0 ? null : 'New\tand boxed.\n',
      categories: [
        [ROOT, category, piece],
        ...(isShared ? [[ROOT, pick(shared, 7), 'Novelty & More', piece]] : []),
      ],
    };
    yield `${pythonRepr(record)}\n`;
  }
}
