import { appendRows } from '../../catalog/bulk.js';
import type { Database } from '../../catalog/database.js';
import { InputDataError } from '../../errors.js';
import { categoryVoter, type Category } from '../../sources/category-rule.js';
import { readProductLabels, type ProductLabels } from '../../sources/product-labels.js';

/** Which products are wanted, by what a metadata file says of them. */
export interface CategoryInput extends Category {
  metadataPath: string;
}

const NUM_SHOWN_LABELS = 12;

/**
 * Loads the ids of the category's products into table `category_products` (product_id). Throws InputDataError
 * for a malformed line, or when no product is in the category.
 */
export async function stageCategory(
  database: Database,
  category: CategoryInput,
  signal: AbortSignal | undefined,
): Promise<void> {
  const vote = categoryVoter(category);
  const counts = new Map<string, number>();
  await database.run(
    'CREATE TEMP TABLE category_votes (product_id VARCHAR, belongs BOOLEAN, elsewhere BOOLEAN)',
  );
  for await (const products of readProductLabels(category.metadataPath)) {
    signal?.throwIfAborted();
    countLabels(products, counts);
    const votes = products.map((product) => ({ id: product.id, ...vote(product) }));
    const cast = votes.filter(({ belongs, belongsElsewhere }) => belongs || belongsElsewhere);
    await appendRows(database, 'category_votes', cast.length, [
      (row) => cast[row]!.id,
      (row) => cast[row]!.belongs,
      (row) => cast[row]!.belongsElsewhere,
    ]);
  }
  await database.run(`CREATE TEMP TABLE category_products AS
SELECT product_id FROM category_votes
GROUP BY product_id HAVING bool_or(belongs) AND NOT bool_or(elsewhere)`);
  const any = await database.row('SELECT 1 FROM category_products LIMIT 1');
  if (any === undefined) throw emptyCategory(category, counts);
}

function countLabels(products: readonly ProductLabels[], counts: Map<string, number>): void {
  for (const { labels } of products) {
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
}

function emptyCategory(
  { metadataPath, name }: CategoryInput,
  counts: ReadonlyMap<string, number>,
): InputDataError {
  const common = [...counts].sort(([, a], [, b]) => b - a).slice(0, NUM_SHOWN_LABELS);
  const labels = common.map(([label]) => `"${label}"`).join(', ');
  return new InputDataError(`${metadataPath}: no product is in the category "${name}".`, {
    code: 'CATEGORY_EMPTY',
    suggestions: [
      common.length > 0
        ? `Its commonest categories are ${labels}.`
        : 'None of its products has a category.',
    ],
  });
}
