import { RECORD_WORDS, writeAliasRecords } from '../../src/graph/alias-records.js';
import type { WalkPlan } from '../../src/graph/walk-plan.js';
import { hash32, streamSeed } from '../../src/random.js';

const TWO_32 = 2n ** 32n;

/** A walk's generator, one draw at a time: a Weyl sequence through the finaliser that `hash32` ends in. */
function* draws(seed: number): Generator<number> {
  const increment = (hashNext(seed, 1) | 1) >>> 0;
  for (let counter = seed; ;) {
    counter = (counter + increment) >>> 0;
    yield mix32(counter);
  }
}

function mix32(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hashNext(h: number, coordinate: number): number {
  return mix32(Math.imul(h, 5) + 0xe6546b64 + mix32(coordinate));
}

function below(random: number, bound: number): number {
  return Number((BigInt(random) * BigInt(bound)) / TWO_32);
}

function next(generator: Generator<number>): number {
  return generator.next().value as number;
}

/** The starts of a pass in their shuffled order. */
export function orderOfPass(plan: WalkPlan, epoch: number, pass: number): number[] {
  const generator = draws(hash32(streamSeed(plan.seed, 'walk-order'), epoch, pass));
  const order: number[] = [];
  for (const node of plan.starts) {
    const j = below(next(generator), order.length + 1);
    order.push(node);
    [order[j], order[order.length - 1]] = [order.at(-1)!, order[j]!];
  }
  return order;
}

const known = new WeakMap<WalkPlan, Uint32Array>();

/** Slots of the alias method; empty where no edge has a weight. */
function slotsOf(plan: WalkPlan): Uint32Array {
  const { graph } = plan;
  const found = known.get(plan);
  if (found !== undefined || graph.weight === undefined) return found ?? new Uint32Array();
  const records = new Uint32Array(graph.col.length * RECORD_WORDS);
  writeAliasRecords(graph, graph.weight, records);
  known.set(plan, records);
  return records;
}

/** One walk, step by step, as slow and plain as can be. */
export function walkFrom(plan: WalkPlan, epoch: number, start: number, pass: number): number[] {
  const { rowptr, col, weight } = plan.graph;
  const slots = slotsOf(plan);
  const generator = draws(hash32(streamSeed(plan.seed, 'walks'), epoch, start, pass));
  const walk = [start];
  while (walk.length < plan.walkLength) {
    const begin = rowptr[walk.at(-1)!]!;
    const degree = rowptr[walk.at(-1)! + 1]! - begin;
    const random = next(generator);
    const edge = begin + below(random, degree);
    const fraction = Number((BigInt(random) * BigInt(degree)) % TWO_32);
    const [owner, other, threshold] = slots.subarray(edge * RECORD_WORDS);
    const isOwner = fraction < threshold!;
    walk.push(weight === undefined ? col[edge]! : isOwner ? owner! : other!);
  }
  return walk;
}

/** All nodes of an epoch's walks, in the order in which they are streamed. */
export function walksOfEpoch(plan: WalkPlan, epoch: number): number[] {
  const passes = Array.from({ length: plan.walksPerNode }, (_, pass) => pass);
  return passes.flatMap((pass) =>
    orderOfPass(plan, epoch, pass).flatMap((start) => walkFrom(plan, epoch, start, pass)),
  );
}
