/** How many products of a pair are cold. */
export type NumCold = 0 | 1 | 2;

export const NUM_COLD = [0, 1, 2] as const satisfies NumCold[];

/** Pairs of any products, of two warm ones, and with one that is cold at least. */
export type PairKind = 'all' | 'warm' | 'with-cold';

/** How many products of the pairs of a kind may be cold. */
export const PAIR_KINDS: Readonly<Record<PairKind, readonly NumCold[]>> = {
  all: NUM_COLD,
  warm: [0],
  'with-cold': [1, 2],
};

export const PAIR_KIND_NAMES = Object.keys(PAIR_KINDS) as PairKind[];
