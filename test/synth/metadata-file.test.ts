import path from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { silentProgress } from '../../src/progress/progress.js';
import { parseLiteral } from '../../src/sources/python-literal.js';
import { pythonRepr } from '../../src/synth/python-repr.js';
import { SHOP_PRESETS } from '../../src/synth/presets.js';
import { generateShop } from '../../src/synth/shop.js';
import { withForeignProducts } from '../../src/synth/spec.js';
import { SHOP_FILES, writeShop } from '../../src/synth/write-shop.js';
import { temporaryFolder } from '../support/workspace.js';

const { tiny } = SHOP_PRESETS;

describe('metadata of a shop', () => {
  for (const category of ['Women', 'Shoes'] as const) {
    it(`leaves ${category} of the counts asked for, by either rule, from either file of purchases`, async () => {
      const raw = path.join(temporaryFolder(), 'raw');
      const spec = withForeignProducts({ ...tiny, category, featureDim: 4 });
      const files = { reviews: true, metadata: true };
      const { counts } = await writeShop(generateShop(spec, 3), raw, files);
      expect(counts.foreignProducts).to.equal(15);
      const workspace = temporaryFolder();
      for (const [name, format, rule] of [
        [SHOP_FILES.ratings, 'amazon-2014', 'any'],
        [SHOP_FILES.reviews, 'amazon-2014-reviews', 'authors'],
      ] as const) {
        const { dataset, report } = await ingest(
          {
            dataset: rule,
            ratings: { path: path.join(raw, name), format },
            features: { path: path.join(raw, SHOP_FILES.features), dim: 4 },
            category: { metadataPath: path.join(raw, SHOP_FILES.metadata), name: category, rule },
            rules: { minProducts: 5, keepUnrated: false, requireFeatures: false },
            replace: false,
          },
          { workspace, progress: silentProgress },
        );
        const { users, products, ratings } = tiny;
        expect(dataset).to.include({
          numUsers: users,
          numProducts: products,
          numRatings: ratings,
        });
        expect(report.products.outsideCategory).to.equal(counts.foreignProducts);
        expect(report.ratings.outsideCategory).to.equal(counts.foreignRatings);
      }
    });
  }
});

describe('pythonRepr', () => {
  it('writes what Python writes', () => {
    expect(pythonRepr(["it's", '"so"', `'"`, 'é\n\\', '北😀', null, true, 1.5, {}])).to.equal(
      `["it's", '"so"', '\\'"', '\\xe9\\n\\\\', '\\u5317\\U0001f600', None, True, 1.5, {}]`,
    );
  });

  it('is read back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        expect(parseLiteral(pythonRepr(texts))).to.deep.equal(texts);
      }),
    );
  });
});
