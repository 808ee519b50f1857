/** Parallel columns: user `userIndex[i]` bought product `productIndex[i]`. */
export interface Pairs {
  readonly userIndex: Uint32Array;
  readonly productIndex: Uint32Array;
}
