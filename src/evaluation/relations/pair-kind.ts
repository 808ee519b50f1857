/** Pairs by the kinds of their products: any, two warm ones, or one that is cold at least. */
export type PairKind = 'all' | 'warm' | 'with-cold';

type Accepts = (isCold: boolean) => boolean;

const any: Accepts = () => true;
const cold: Accepts = (isCold) => isCold;
const warm: Accepts = (isCold) => !isCold;

/** What the two products of a pair may be, in one order or the other. */
export const PAIR_KINDS: Readonly<Record<PairKind, readonly [Accepts, Accepts]>> = {
  all: [any, any],
  warm: [warm, warm],
  'with-cold': [cold, any],
};

export const PAIR_KIND_NAMES = Object.keys(PAIR_KINDS) as PairKind[];

/** Whether a pair of products that are cold or not is of a kind. */
export function isOfKind(kind: PairKind, firstIsCold: boolean, secondIsCold: boolean): boolean {
  const [one, other] = PAIR_KINDS[kind];
  return (one(firstIsCold) && other(secondIsCold)) || (one(secondIsCold) && other(firstIsCold));
}
