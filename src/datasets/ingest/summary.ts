import type { IngestResult } from './ingest.js';

/** What an ingest did, for people; a rule that changed nothing is not mentioned. */
export function summarise({ dataset, report, unchanged }: IngestResult): string[] {
  const { ratings, users, products, features } = report;
  const count = (value: number): string => value.toLocaleString('en-US');
  const shownIds = products.withoutFeatureIds.join(', ');
  const mentions: [number, string][] = [
    [ratings.duplicates, `${count(ratings.duplicates)} repeated ratings merged`],
    [
      products.withoutFeature,
      `${count(ratings.withoutFeature)} ratings of ${count(products.withoutFeature)} products without feature dropped (${shownIds}, ...)`,
    ],
    [
      users.belowMinimum,
      `${count(users.belowMinimum)} users with too few products dropped, with ${count(ratings.ofDroppedUsers)} ratings`,
    ],
    [
      products.unrated,
      `${count(products.unrated)} products that nobody rated ${dataset.options.keepUnrated === true ? 'kept' : 'left out'}`,
    ],
    [features.duplicates, `${count(features.duplicates)} repeated features ignored`],
    [features.allZero, `${count(features.allZero)} features are zero throughout`],
  ];
  return [
    `${dataset.name}: ${unchanged ? 'nothing to do, the catalog holds exactly this' : 'loaded'}.`,
    `${count(dataset.numUsers)} users, ${count(dataset.numProducts)} products, ${count(dataset.numRatings)} ratings, ${features.dim} numbers per feature.`,
    ...mentions.filter(([number]) => number > 0).map(([, text]) => `  ${text}`),
  ];
}
