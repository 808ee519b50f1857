import { jsonLinesRatings } from './json-lines-ratings.js';
import type { RatingsScan } from './ratings-scan.js';

/** `reviews_<Category>.json.gz` of the 2014 Amazon release, packed or not: one review a line. */
export function amazon2014Reviews(path: string): Promise<RatingsScan> {
  return jsonLinesRatings(path, {
    user: 'reviewerID',
    product: 'asin',
    rating: 'overall',
    timestamp: 'unixReviewTime',
  });
}
