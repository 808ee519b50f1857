/** The parts of a split; a part's code is its position here. */
export const SPLIT_PARTS = [
  'train',
  'validation_warm',
  'validation_cold',
  'test_warm',
  'test_cold',
  'removed',
] as const;

export type SplitPart = (typeof SPLIT_PARTS)[number];
