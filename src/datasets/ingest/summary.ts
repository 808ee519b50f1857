import { quantity } from '../../quantity.js';
import type { IngestResult } from './ingest.js';

/** What an ingest did, for people; a rule that changed nothing is not mentioned. */
export function summarise({ dataset, report, photos, unchanged }: IngestResult): string[] {
  const { ratings, users, products, features } = report;
  const { withoutFeature, withoutFeatureIds } = products;
  const shownIds =
    withoutFeatureIds.join(', ') + (withoutFeature > withoutFeatureIds.length ? ', ...' : '');
  const mentions: [number, string][] = [
    [
      products.outsideCategory,
      `${quantity(products.outsideCategory, 'product')} outside the category dropped, with ${quantity(ratings.outsideCategory, 'rating')}`,
    ],
    [ratings.duplicates, `${quantity(ratings.duplicates, 'repeated rating')} merged`],
    [
      withoutFeature,
      `${quantity(ratings.withoutFeature, 'rating')} of ${quantity(withoutFeature, 'product')} without feature dropped (${shownIds})`,
    ],
    [
      users.belowMinimum,
      `${quantity(users.belowMinimum, 'user')} with too few products dropped, with ${quantity(ratings.ofDroppedUsers, 'rating')}`,
    ],
    [
      products.unrated,
      `${quantity(products.unrated, 'product')} that nobody rated ${dataset.options.keepUnrated === true ? 'kept' : 'left out'}`,
    ],
    [features.duplicates, `${quantity(features.duplicates, 'repeated feature')} ignored`],
    [features.allZero, `${quantity(features.allZero, 'feature')} zero throughout`],
  ];
  return [
    `${dataset.name}: ${unchanged ? 'nothing to do, the catalog holds exactly this' : 'loaded'}.`,
    `${quantity(dataset.numUsers, 'user')}, ${quantity(dataset.numProducts, 'product')}, ${quantity(dataset.numRatings, 'rating')}, ${features.dim} numbers per feature.`,
    ...(photos === null ? [] : [`  photos: ${count(photos.found)} of ${count(photos.products)}`]),
    ...mentions.filter(([number]) => number > 0).map(([, text]) => `  ${text}`),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
