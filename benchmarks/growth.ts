import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rankPairs } from '../src/evaluation/ranking/rank-pairs.js';
import { buildBipartiteGraph } from '../src/graph/bipartite-graph.js';
import { planWalks } from '../src/graph/walk-plan.js';
import { allocateWalkers, Walker } from '../src/graph/walker.js';
import { randomPurchases } from '../test/support/random-purchases.js';
import { announce } from './announce.js';
import { writeLargeShop } from './large-shop.js';
import { median, seconds } from './measure.js';
import { randomRanking } from './random-ranking.js';
import type { BenchmarkContext, Row } from './row.js';
import { ShopSteps } from './shop-steps.js';

/** How many times as large as the base. */
const FACTORS = [1, 3, 10, 30];
const TIMES = FACTORS.join(', ');

/** Seconds of each step at one size. */
type Timing = Readonly<Record<string, number>>;

interface Growth {
  readonly what: string;
  /** Seconds of the steps at `factor` times the base. */
  readonly measure: (factor: number) => Promise<Timing>;
}

/**
 * How time grows with size: the exponent of the power law that fits best, of which 1 is linear. The ratio is 1 through
 * the exponent, so that less than the target is worse than linear. Linear work may show more than 1 where the larger
 * sizes no longer fit into a cache, and less where something is done once whatever the size.
 */
export async function benchmarkGrowth({ quick, rounds, folder }: BenchmarkContext): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { what, measure } of growths(quick, join(folder, 'growth'))) {
    announce(`  time over ${what}`);
    const timings = await timingsOf(measure, rounds);
    for (const step of Object.keys(timings[0]!)) {
      const exponent = slope(
        FACTORS,
        timings.map((timing) => timing[step]!),
      );
      rows.push({
        ...{ stage: 'growth', what: `${step}: 1 / exponent of its time over ${what}` },
        ...{ reference: 'linear', target: 0.9, unit: '(exponents)' },
        ...{ ratio: 1 / exponent, ours: exponent, referenceSpeed: 1 },
      });
    }
  }
  return rows;
}

function growths(quick: boolean, folder: string): Growth[] {
  const numLines = quick ? 20_000 : 150_000;
  const numEdges = quick ? 3_000 : 30_000;
  const numUsers = quick ? 30 : 100;
  return [
    {
      what: `ratings, ${numLines} x ${TIMES}`,
      measure: (factor) => shopTiming(folder, factor * numLines),
    },
    { what: `edges, ${numEdges} x ${TIMES}`, measure: (factor) => walkTiming(factor * numEdges) },
    {
      what: `users, ${numUsers} x ${TIMES}`,
      measure: (factor) => rankTiming(factor * numUsers, 20_000),
    },
    {
      what: `products, 4000 x ${TIMES}`,
      measure: (factor) => rankTiming(200, factor * 4_000),
    },
  ];
}

/** For each size the median over rounds; rounds go through all sizes, so that what else the machine does hits all. */
async function timingsOf(measure: Growth['measure'], rounds: number): Promise<Timing[]> {
  const all: Timing[][] = FACTORS.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, factor] of FACTORS.entries()) all[i]!.push(await measure(factor));
  }
  return all.map((timings) =>
    Object.fromEntries(
      Object.keys(timings[0]!).map((step) => [step, median(timings.map((each) => each[step]!))]),
    ),
  );
}

async function shopTiming(folder: string, numLines: number): Promise<Timing> {
  await mkdir(folder);
  const steps = new ShopSteps(await writeLargeShop(folder, numLines), join(folder, 'workspace'));
  const timing = {
    ingest: await seconds(() => steps.ingest()),
    split: await seconds(() => steps.split()),
    graph: await seconds(() => steps.graph()),
  };
  await rm(folder, { recursive: true });
  return timing;
}

/** An epoch of walks on a graph of as many edges, with a node for every four of them. */
async function walkTiming(numEdges: number): Promise<Timing> {
  const nodes = { numUsers: Math.round(numEdges / 24), numProducts: Math.round(numEdges / 5) };
  const graph = buildBipartiteGraph(randomPurchases({ ...nodes, numEdges, seed: 1 }));
  const plan = planWalks({
    graph,
    walksPerNode: 10,
    walkLength: 40,
    walksPerChunk: 6_000,
    seed: 1,
  });
  const walker = new Walker(allocateWalkers(plan, 1), 0);
  walker.chunk(0, 0);
  const walks = await seconds(() => {
    for (let chunk = 0; chunk < plan.chunksPerEpoch; chunk++) walker.chunk(0, chunk);
  });
  return { walks };
}

async function rankTiming(numUsers: number, numProducts: number): Promise<Timing> {
  const options = randomRanking(numUsers, numProducts);
  return { evaluation: await seconds(() => rankPairs(options)) };
}

/** Of the straight line that fits best through the logarithms. */
function slope(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanU, meanV] = [mean(u), mean(v)];
  const along = u.map((value, i) => (value - meanU) * (v[i]! - meanV));
  return mean(along) / mean(u.map((value) => (value - meanU) ** 2));
}
