import type { RandomStream } from '../random.js';
import type { Pairs } from './pairs.js';
import { drawWeighted } from './weighted-draw.js';

/** What each purchase was rated, and when. */
export interface Verdicts {
  /** 1-5 stars. */
  readonly stars: Uint8Array;
  /** Unix time in seconds, midnight UTC, as in the Amazon files. */
  readonly timestamps: Uint32Array;
}

/** Chances of 1-5 stars for a purchase of the user's taste, and for any other. */
const LIKED = [0.03, 0.04, 0.08, 0.2, 0.65];
const UNLIKED = [0.14, 0.14, 0.2, 0.24, 0.28];

const SECONDS_PER_DAY = 86_400;
/** 1 January 2003 and 23 July 2014, the end of the Amazon collection. */
const FIRST_DAY = 12_053;
const LAST_DAY = 16_274;

/**
 * Stars skewed to 4 and 5, less so where `isLiked(i)` is false; purchases spread evenly from each user's
 * own first day to the end, with ever more users joining.
 */
export function drawVerdicts(
  { userIndex }: Pairs,
  numUsers: number,
  isLiked: (i: number) => boolean,
  stream: RandomStream,
): Verdicts {
  const span = LAST_DAY - FIRST_DAY;
  const joined = Float64Array.from(
    { length: numUsers },
    () => FIRST_DAY + span * Math.sqrt(stream.float()),
  );
  const stars = new Uint8Array(userIndex.length);
  const timestamps = new Uint32Array(userIndex.length);
  for (const [i, user] of userIndex.entries()) {
    stars[i] = 1 + drawWeighted(isLiked(i) ? LIKED : UNLIKED, stream);
    const day = joined[user]! + (LAST_DAY - joined[user]!) * stream.float();
    timestamps[i] = Math.floor(day) * SECONDS_PER_DAY;
  }
  return { stars, timestamps };
}
