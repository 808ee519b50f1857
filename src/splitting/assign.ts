import { hash32, streamSeed } from '../random.js';
import { HELD_FOR_TEST, HELD_FOR_VALIDATION, SplitState, type RatedPairs } from './split-state.js';

export interface SplitOptions {
  /** Uint32. */
  seed: number;
  /** Share of the test pairs whose product shall be cold, 0 .. 1. */
  coldShare: number;
  /** Share of the users with enough products that give one to the validation part, 0 .. 1. */
  validationShare: number;
  /** Fewest distinct products of a user who is tested or validated, 2 or more. */
  testedMinProducts: number;
}

/**
 * Where nothing else is asked for: users with five products or more are tested, T_warm and T_cold are about equal in
 * size (section 4.1); validation is ours.
 */
export const SPLIT_DEFAULTS = {
  coldShare: 0.5,
  validationShare: 0.1,
  testedMinProducts: 5,
} as const satisfies Omit<SplitOptions, 'seed'>;

/** A user with one product has none left to be known by once it is held out. */
export const LEAST_TESTED_PRODUCTS = 2;

/** How a split came about, beyond the sizes of its parts. */
export interface SplitReport {
  /** Users with too few products to be tested: theirs are training, unless the product is made cold. */
  usersNotTested: number;
  /** Test products that had no training edge to begin with, and the test pairs with them. */
  coldByNatureProducts: number;
  coldByNaturePairs: number;
  /** Test products whose training edges were removed to make them cold. */
  madeColdProducts: number;
  removedEdges: number;
  /** Users left without a training edge, tested or not: all of their pairs are removed. */
  droppedUsers: number;
}

export interface Assignment {
  /** Codes of `PART`, in step with the pairs. */
  part: Uint8Array;
  report: SplitReport;
}

/** Products that a user must have left, besides the test one, to give one to the validation part. */
export const MIN_LEFT_FOR_VALIDATION = 4;

/**
 * Section 4.1 of the paper: leave one random product of each user with enough of them out; others are in the graph
 * alone. A product is cold when no training edge touches it. Distinct test products, in random order, lose their
 * training edges until the share of cold test pairs is reached. Draws depend on seed and index alone, never on the
 * order of the work.
 */
export function assignParts(pairs: RatedPairs, options: SplitOptions): Assignment {
  const state = new SplitState(pairs);
  holdOut(state, options);
  const coldByNature = state.coldTestProducts();
  const coldByNaturePairs = state.numColdTests;
  const madeColdProducts = makeCold(state, options);
  const report: SplitReport = {
    usersNotTested: state.usersNotTested,
    coldByNatureProducts: coldByNature,
    coldByNaturePairs,
    madeColdProducts,
    removedEdges: state.removedEdges,
    droppedUsers: state.droppedUsers,
  };
  return { part: state.labelled(), report };
}

/** Draws the test product of every user with enough products, and the validation product of some. */
function holdOut(state: SplitState, options: SplitOptions): void {
  const { seed, validationShare, testedMinProducts } = options;
  const testSeed = streamSeed(seed, 'split.test');
  const sampleSeed = streamSeed(seed, 'split.validation.users');
  const validationSeed = streamSeed(seed, 'split.validation');
  for (let user = 0; user < state.pairs.numUsers; user++) {
    const first = state.offsets[user]!;
    const count = state.offsets[user + 1]! - first;
    if (count < testedMinProducts) {
      if (count > 0) state.usersNotTested++;
      continue;
    }
    const test = drawBelow(count, testSeed, user);
    state.hold(first + test, HELD_FOR_TEST);
    const left = count - 1;
    if (left < MIN_LEFT_FOR_VALIDATION) continue;
    if (hash32(sampleSeed, user) / 2 ** 32 >= validationShare) continue;
    const other = drawBelow(left, validationSeed, user);
    state.hold(first + (other < test ? other : other + 1), HELD_FOR_VALIDATION);
  }
  state.countColdTests();
}

/** Returns how many products were made cold. */
function makeCold(state: SplitState, { seed, coldShare }: SplitOptions): number {
  let numMade = 0;
  for (const product of inRandomOrder(state.testProducts(), streamSeed(seed, 'split.cold'))) {
    if (state.numColdTests >= coldShare * state.numTests) break;
    if (state.trainDegree[product] === 0 || state.numTestsOf[product] === 0) continue;
    state.removeEdgesOf(product);
    numMade++;
  }
  return numMade;
}

/** Uniform in 0 .. bound - 1. */
function drawBelow(bound: number, seed: number, index: number): number {
  return Math.floor((hash32(seed, index) / 2 ** 32) * bound);
}

/** By hash, then by index: numbers that hold both are sorted much faster than objects. */
function inRandomOrder(products: readonly number[], seed: number): number[] {
  const keyed = BigUint64Array.from(
    products,
    (product) => (BigInt(hash32(seed, product)) << 32n) | BigInt(product),
  );
  return Array.from(keyed.sort(), (key) => Number(key & 0xffff_ffffn));
}
