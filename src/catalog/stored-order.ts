/** (user, product) pairs as they were read. */
export interface PairColumns {
  userIndex: Uint32Array;
  productIndex: Uint32Array;
}

/** Whether the pairs are in ascending order, none of them twice. */
export function isAscending({ userIndex, productIndex }: PairColumns): boolean {
  for (let i = 1; i < userIndex.length; i++) {
    const step = userIndex[i]! - userIndex[i - 1]!;
    if (step < 0 || (step === 0 && productIndex[i]! <= productIndex[i - 1]!)) return false;
  }
  return true;
}

/** Whether both have the same pairs in the same order. */
export function areEqual(a: PairColumns, b: PairColumns): boolean {
  if (a.userIndex.length !== b.userIndex.length) return false;
  for (let i = 0; i < a.userIndex.length; i++) {
    if (a.userIndex[i] !== b.userIndex[i] || a.productIndex[i] !== b.productIndex[i]) return false;
  }
  return true;
}
