/** (user, product) pairs in parallel arrays, sorted by user. */
export interface Purchases {
  readonly userIndex: Uint32Array;
  readonly productIndex: Uint32Array;
}

/** Who bought what, by product: tells whether two products have a buyer in common (R_ij of section 4.3). */
export class CoPurchases {
  /** Buyers of product p: users[offsets[p] .. offsets[p + 1] - 1], ascending. */
  private readonly offsets: Uint32Array;
  private readonly users: Uint32Array;

  constructor({ userIndex, productIndex }: Purchases, numProducts: number) {
    this.offsets = new Uint32Array(numProducts + 1);
    for (const product of productIndex) this.offsets[product + 1]!++;
    for (let p = 0; p < numProducts; p++) this.offsets[p + 1]! += this.offsets[p]!;
    const next = this.offsets.slice();
    this.users = new Uint32Array(userIndex.length);
    productIndex.forEach((product, i) => (this.users[next[product]!++] = userIndex[i]!));
  }

  /** Buyers of each product. */
  get degrees(): Uint32Array {
    return this.offsets.subarray(1).map((end, product) => end - this.offsets[product]!);
  }

  /** Whether some user bought both. */
  isRelated(a: number, b: number): boolean {
    const [few, many] = this.degree(a) <= this.degree(b) ? [a, b] : [b, a];
    const end = this.offsets[many + 1]!;
    let at = this.offsets[many]!;
    for (let i = this.offsets[few]!; i < this.offsets[few + 1]! && at < end; i++) {
      const user = this.users[i]!;
      at = this.firstFrom(user, at, end);
      if (at < end && this.users[at] === user) return true;
    }
    return false;
  }

  private degree(product: number): number {
    return this.offsets[product + 1]! - this.offsets[product]!;
  }

  /** First position in [begin, end) whose user is at least `user`; steps grow, because it is often near. */
  private firstFrom(user: number, begin: number, end: number): number {
    let step = 1;
    let low = begin;
    let high = begin;
    while (high < end && this.users[high]! < user) {
      low = high + 1;
      high += step;
      step *= 2;
    }
    high = Math.min(high, end);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.users[middle]! < user) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
