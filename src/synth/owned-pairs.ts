/** A growing set of (user, product) pairs. */
export class OwnedPairs {
  private readonly keys = new Set<number>();

  constructor(private readonly numProducts: number) {}

  has(user: number, product: number): boolean {
    return this.keys.has(user * this.numProducts + product);
  }

  /** False when it was there already. */
  add(user: number, product: number): boolean {
    const before = this.keys.size;
    return this.keys.add(user * this.numProducts + product).size > before;
  }

  delete(user: number, product: number): void {
    this.keys.delete(user * this.numProducts + product);
  }
}
