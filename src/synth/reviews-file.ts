import { hash32, streamSeed } from '../random.js';
import { fileOrder } from './file-order.js';
import type { ShopPlan } from './shop.js';

/** What people say, by stars; with the quotes, accents and backslashes that readers trip over. */
const PHRASES: readonly (readonly string[])[] = [
  ['Fell apart after a day.', 'The photo lies: "leather" it is not.'],
  ['Too small, and the colour runs.', "Not what I'd hoped for."],
  ["It's all right, nothing more.", 'Fits, but the cut \\ the fabric are plain.'],
  ['Good value, fits as expected.', 'Très joli, a little long in the sleeves.'],
  ['Love it! Bought a second one.', 'Exactly as in the picture — perfect.'],
];

/**
 * Lines of `reviews.json`: the purchases of `ratings.csv` in the same order, one strict JSON object a line
 * with the keys and the spacing of Amazon 2014.
 */
export function* reviewLines(plan: ShopPlan): Generator<string> {
  const { userIds, productIds, purchases } = plan;
  const { userIndex, productIndex, stars, timestamps } = purchases;
  const seed = streamSeed(plan.seed, 'synth.reviews');
  for (const i of fileOrder(plan)) {
    const phrases = PHRASES[stars[i]! - 1]!;
    const text = phrases[hash32(seed, i) % phrases.length]!;
    const userId = userIds[userIndex[i]!]!;
    const fields = [
      `"reviewerID": "${userId}"`,
      `"asin": "${productIds[productIndex[i]!]!}"`,
      `"reviewerName": "Customer ${userId.slice(-4)}"`,
      '"helpful": [0, 0]',
      `"reviewText": ${JSON.stringify(text)}`,
      `"overall": ${stars[i]!}.0`,
      `"summary": ${JSON.stringify(text.split(/[.!,:]/)[0])}`,
      `"unixReviewTime": ${timestamps[i]!}`,
      `"reviewTime": "${reviewTime(timestamps[i]!)}"`,
    ];
    yield `{${fields.join(', ')}}\n`;
  }
}

/** Amazon's way to write a day: `07 3, 2014`. */
function reviewTime(timestamp: number): string {
  const day = new Date(timestamp * 1000);
  const month = String(day.getUTCMonth() + 1).padStart(2, '0');
  return `${month} ${day.getUTCDate()}, ${day.getUTCFullYear()}`;
}
