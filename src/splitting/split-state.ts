/** The ratings of a data set as index pairs in ascending (user, product) order. */
export interface RatedPairs {
  numUsers: number;
  numProducts: number;
  userIndex: Uint32Array;
  productIndex: Uint32Array;
}

/** Codes of the parts; their names, in the same order, are `SPLIT_PARTS`. */
export const PART = {
  train: 0,
  validationWarm: 1,
  validationCold: 2,
  testWarm: 3,
  testCold: 4,
  removed: 5,
} as const;

const IN_TRAINING = 0;
export const HELD_FOR_TEST = 1;
export const HELD_FOR_VALIDATION = 2;
const GONE = 3;

/** Where each pair is while the split is being made, with the counts that decide what happens next. */
export class SplitState {
  /** Pairs of user u are offsets[u] .. offsets[u + 1] - 1. */
  readonly offsets: Uint32Array;
  readonly trainDegree: Uint32Array;
  readonly numTestsOf: Uint32Array;
  usersNotTested = 0;
  removedEdges = 0;
  droppedUsers = 0;
  numTests = 0;
  numColdTests = 0;
  private readonly place: Uint8Array;
  private readonly userTrainDegree: Uint32Array;
  private readonly pairsOfProduct: { offsets: Uint32Array; pairs: Uint32Array };

  constructor(readonly pairs: RatedPairs) {
    this.place = new Uint8Array(pairs.userIndex.length);
    this.userTrainDegree = countsOf(pairs.userIndex, pairs.numUsers);
    this.trainDegree = countsOf(pairs.productIndex, pairs.numProducts);
    this.offsets = offsetsOf(this.userTrainDegree);
    this.numTestsOf = new Uint32Array(pairs.numProducts);
    this.pairsOfProduct = groupByProduct(pairs, offsetsOf(this.trainDegree));
  }

  /** Takes a pair out of training. */
  hold(pair: number, place: typeof HELD_FOR_TEST | typeof HELD_FOR_VALIDATION): void {
    this.leaveTraining(pair, place);
    if (place === HELD_FOR_VALIDATION) return;
    this.numTests++;
    this.numTestsOf[this.pairs.productIndex[pair]!]!++;
  }

  /** Once all pairs are held: how many test pairs have a product without training edge. */
  countColdTests(): void {
    this.numColdTests = this.testProducts()
      .filter((product) => this.trainDegree[product] === 0)
      .reduce((sum, product) => sum + this.numTestsOf[product]!, 0);
  }

  testProducts(): number[] {
    const products: number[] = [];
    this.numTestsOf.forEach((numTests, product) => {
      if (numTests > 0) products.push(product);
    });
    return products;
  }

  coldTestProducts(): number {
    return this.testProducts().filter((product) => this.trainDegree[product] === 0).length;
  }

  /** Makes a product cold; users who lose their last training edge by it are dropped. */
  removeEdgesOf(product: number): void {
    const { offsets, pairs } = this.pairsOfProduct;
    this.numColdTests += this.numTestsOf[product]!;
    for (let i = offsets[product]!; i < offsets[product + 1]!; i++) {
      const pair = pairs[i]!;
      if (this.place[pair] !== IN_TRAINING) continue;
      this.leaveTraining(pair, GONE);
      this.removedEdges++;
      const user = this.pairs.userIndex[pair]!;
      if (this.userTrainDegree[user] === 0) this.dropUser(user);
    }
  }

  /** The final part of every pair. */
  labelled(): Uint8Array {
    const { place, trainDegree } = this;
    const { productIndex } = this.pairs;
    const part = new Uint8Array(place.length);
    for (let pair = 0; pair < part.length; pair++) {
      const isWarm = trainDegree[productIndex[pair]!]! > 0;
      part[pair] = partOf(place[pair]!, isWarm);
    }
    return part;
  }

  private dropUser(user: number): void {
    this.droppedUsers++;
    for (let pair = this.offsets[user]!; pair < this.offsets[user + 1]!; pair++) {
      if (this.place[pair] === HELD_FOR_TEST) {
        const product = this.pairs.productIndex[pair]!;
        this.numTests--;
        this.numTestsOf[product]!--;
        if (this.trainDegree[product] === 0) this.numColdTests--;
      }
      this.place[pair] = GONE;
    }
  }

  private leaveTraining(pair: number, place: number): void {
    this.place[pair] = place;
    this.trainDegree[this.pairs.productIndex[pair]!]!--;
    this.userTrainDegree[this.pairs.userIndex[pair]!]!--;
  }
}

function partOf(place: number, isWarm: boolean): number {
  if (place === HELD_FOR_TEST) return isWarm ? PART.testWarm : PART.testCold;
  if (place === HELD_FOR_VALIDATION) return isWarm ? PART.validationWarm : PART.validationCold;
  return place === GONE ? PART.removed : PART.train;
}

function countsOf(indices: Uint32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (let i = 0; i < indices.length; i++) counts[indices[i]!]!++;
  return counts;
}

/** Running sums: group i spans offsets[i] .. offsets[i + 1] - 1. */
function offsetsOf(counts: Uint32Array): Uint32Array {
  const offsets = new Uint32Array(counts.length + 1);
  counts.forEach((count, i) => {
    offsets[i + 1] = offsets[i]! + count;
  });
  return offsets;
}

function groupByProduct(
  { productIndex }: RatedPairs,
  offsets: Uint32Array,
): { offsets: Uint32Array; pairs: Uint32Array } {
  const next = offsets.slice();
  const pairs = new Uint32Array(productIndex.length);
  for (let pair = 0; pair < pairs.length; pair++) pairs[next[productIndex[pair]!]!++] = pair;
  return { offsets, pairs };
}
