import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { InputDataError, UsageError } from '../../src/errors.js';
import { categoryVoter } from '../../src/sources/category-rule.js';
import { readProductLabels } from '../../src/sources/product-labels.js';
import { writeInput } from '../support/feature-files.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

const file = (content: string | Uint8Array, name = 'meta.json') =>
  writeInput(temporaryFolder(), name, content);

async function read(path: string): Promise<[string, string[]][]> {
  const all: [string, string[]][] = [];
  for await (const products of readProductLabels(path)) {
    for (const { id, labels } of products) all.push([id, [...labels]]);
  }
  return all;
}

const TWO = `{'asin': '0001', 'categories': [['Clothing', 'Women', 'Dresses'], ['Sale']]}
{"asin": "B002", "title": "Men's", "categories": ["Men", ["Shoes", "Men"]]}`;

describe('readProductLabels', () => {
  it('reads Python and JSON lines, packed or not, with any end of line', async () => {
    const expected = [
      ['0001', ['Clothing', 'Women', 'Dresses', 'Sale']],
      ['B002', ['Men', 'Shoes']],
    ];
    const windows = `\n  \n${TWO.replaceAll('\n', '\r\n')}\r\n\r\n`;
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(`${TWO}\n`)]);
    for (const content of [TWO, windows, marked]) {
      expect(await read(file(content))).to.deep.equal(expected);
    }
    expect(await read(file(gzipSync(TWO), 'meta.json.gz'))).to.deep.equal(expected);
  });

  it('reads products without categories, and an empty file', async () => {
    expect(await read(file(`{'asin': 'a'}\n{'asin': 'b', 'categories': [[]]}`))).to.deep.equal([
      ['a', []],
      ['b', []],
    ]);
    expect(await read(file(''))).to.deep.equal([]);
  });

  it('reads lines and characters that lie across its blocks', async () => {
    const title = 'é😀'.repeat(30_000);
    const lines = Array.from({ length: 12 }, (_, i) => `{'asin': 'p${i}', 'title': '${title}'}`);
    const ids = (await read(file(lines.join('\n')))).map(([id]) => id);
    expect(ids).to.deep.equal(lines.map((_, i) => `p${i}`));
  });

  for (const [line, what] of [
    [`{'asin': 'x', 'title': 'cut`, /line 3: it ends inside of a string \(character 24\)/],
    [`['asin']`, /line 3: it is no object/],
    [`{'categories': []}`, /line 3: it has no "asin"/],
    [`{'asin': 7}`, /line 3: it has no "asin"/],
    [`{'asin': 'x', 'categories': 'Women'}`, /line 3: its "categories" are no list/],
    [`os.system('true')`, /line 3: "os" is no value/],
  ] as const) {
    it(`names file and line of ${line}`, async () => {
      const path = file(`${TWO}\n${line}\n`);
      const error = await rejection(read(path), InputDataError);
      expect(error.message).to.match(what).and.include(path);
      expect(error.code).to.equal('METADATA_FORMAT');
    });
  }

  it('names the place of bytes that are no UTF-8', async () => {
    const path = file(Buffer.concat([Buffer.from(`${TWO}\n{'asin': '`), Buffer.from([0xff])]));
    const { message } = await rejection(read(path), InputDataError);
    expect(message)
      .to.match(/not UTF-8/)
      .and.include(path);
  });

  it('fails for garbage in no other way', async () => {
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      await read(file(bytes)).catch((error: unknown) => {
        expect(error).to.be.instanceOf(InputDataError);
      });
    });
    await fc.assert(property, { numRuns: 50 });
  });
});

describe('categoryVoter', () => {
  const product = (...labels: string[]) => ({ id: 'p', labels: new Set(labels) });

  it('takes every product with the label when any will do', () => {
    const vote = categoryVoter({ name: 'Women', rule: 'any' });
    expect(vote(product('Women', 'Shoes'))).to.deep.equal({
      belongs: true,
      belongsElsewhere: false,
    });
    expect(vote(product('Womens')).belongs).to.equal(false);
  });

  it("gives a product to the last of the authors' categories", () => {
    const shared = product('Shoes', 'Women', 'Men');
    const owners = ['Women', 'Men', 'Shoes'].filter((name) => {
      const vote = categoryVoter({ name, rule: 'authors' })(shared);
      return vote.belongs && !vote.belongsElsewhere;
    });
    expect(owners).to.deep.equal(['Shoes']);
  });

  it("refuses a category that the authors' code does not know", () => {
    expect(() => categoryVoter({ name: 'Jewelry', rule: 'authors' })).to.throw(
      UsageError,
      'does not know the category "Jewelry"',
    );
  });
});
