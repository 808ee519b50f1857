import type { RandomStream } from '../random.js';

const DIGITS = '0123456789';
const ALPHANUMERIC = DIGITS + 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Share of products with an all-digit id such as 0000031887, which a careless reader turns into a number. */
const BOOK_LIKE_SHARE = 0.05;

/** `count` different user ids as Amazon writes them: A and 13 capitals or digits. */
export function drawUserIds(count: number, stream: RandomStream): string[] {
  return drawDistinct(count, () => 'A' + drawText(13, ALPHANUMERIC, stream));
}

/** `count` different product ids of 10 ASCII characters: B00..., or digits that start with zeros. */
export function drawProductIds(count: number, stream: RandomStream): string[] {
  return drawDistinct(count, () =>
    stream.float() < BOOK_LIKE_SHARE
      ? '000' + drawText(7, DIGITS, stream)
      : 'B00' + drawText(7, ALPHANUMERIC, stream),
  );
}

function drawText(length: number, alphabet: string, stream: RandomStream): string {
  let text = '';
  while (text.length < length) text += alphabet[stream.below(alphabet.length)];
  return text;
}

function drawDistinct(count: number, draw: () => string): string[] {
  const ids = new Set<string>();
  while (ids.size < count) ids.add(draw());
  return [...ids];
}
