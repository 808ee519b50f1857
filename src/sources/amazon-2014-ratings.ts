import { delimitedRatings } from './delimited-ratings.js';
import type { RatingsScan } from './ratings-scan.js';

/** `ratings_<Category>.csv` of the 2014 Amazon release: `user,item,rating,timestamp`, no header. */
export function amazon2014Ratings(path: string): Promise<RatingsScan> {
  return delimitedRatings(path, {
    delimiter: ',',
    columns: ['user', 'item', 'rating', 'timestamp'],
    fields: { user: 'user', product: 'item', rating: 'rating', timestamp: 'timestamp' },
    suggestions: [
      'The amazon-2014 format is user,item,rating,timestamp without a header line.',
      'For a file with a header use --ratings-format table with --columns.',
    ],
  });
}
