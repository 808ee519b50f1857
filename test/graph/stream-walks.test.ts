import { expect } from 'chai';
import { setTimeout } from 'node:timers/promises';
import { InputDataError, RunCancelledError, UsageError } from '../../src/errors.js';
import { buildBipartiteGraph } from '../../src/graph/bipartite-graph.js';
import { streamWalks, type WalkChunk } from '../../src/graph/stream-walks.js';
import { planWalks, type WalkPlanOptions } from '../../src/graph/walk-plan.js';
import { allocateWalkers, Walker } from '../../src/graph/walker.js';
import { randomPurchases } from '../support/random-purchases.js';
import { rejection } from '../support/rejection.js';
import { walksOfEpoch } from '../support/walk-oracle.js';

const graph = buildBipartiteGraph(
  randomPurchases({ numUsers: 300, numProducts: 120, numEdges: 900, seed: 7 }),
);

function plan(overrides: Partial<WalkPlanOptions> = {}) {
  const defaults = { graph, walksPerNode: 3, walkLength: 9, walksPerChunk: 100, seed: 42 };
  return planWalks({ ...defaults, ...overrides });
}

type CollectedChunk = Omit<WalkChunk, 'nodes'> & { nodes: Uint32Array };

/** Copies the nodes, whose memory is the next chunks'. */
async function collect(chunks: AsyncIterable<WalkChunk>): Promise<CollectedChunk[]> {
  const all: CollectedChunk[] = [];
  for await (const chunk of chunks) all.push({ ...chunk, nodes: new Uint32Array(chunk.nodes) });
  return all;
}

const nodesOf = (chunks: CollectedChunk[]) => chunks.flatMap(({ nodes }) => [...nodes]);

/** The same purchases with a star from 1 to 5 each. */
const rated = (() => {
  const purchases = randomPurchases({ numUsers: 300, numProducts: 120, numEdges: 900, seed: 7 });
  const weight = Float32Array.from(purchases.userIndex, (_, i) => 1 + ((i * 7919) % 5));
  return buildBipartiteGraph({ ...purchases, weight });
})();

describe('planWalks', () => {
  it('starts n walks from every node that has a neighbour', () => {
    const { userIndex, productIndex } = { userIndex: [0, 2], productIndex: [1, 1] };
    const lonely = buildBipartiteGraph({
      numUsers: 3,
      numProducts: 2,
      userIndex: Uint32Array.from(userIndex),
      productIndex: Uint32Array.from(productIndex),
    });
    const walks = plan({ graph: lonely, walksPerNode: 5, walksPerChunk: 4 });
    expect([...walks.starts]).to.deep.equal([0, 2, 4]);
    expect(walks).to.include({ walksPerEpoch: 15, chunksPerEpoch: 4 });
  });

  it('refuses a graph without edges and counts that are none', () => {
    const none = { userIndex: new Uint32Array(), productIndex: new Uint32Array() };
    const empty = buildBipartiteGraph({ numUsers: 1, numProducts: 1, ...none });
    expect(() => plan({ graph: empty })).to.throw(InputDataError, /no edge/);
    expect(() => plan({ walkLength: 1 })).to.throw(UsageError, 'walkLength is 1');
    expect(() => plan({ walksPerNode: 1.5 })).to.throw(UsageError, 'walksPerNode is 1.5');
  });
});

describe('streamWalks', () => {
  for (const [name, edges] of Object.entries({ uniform: graph, weighted: rated })) {
    it(`makes the ${name} walks of the plain one-at-a-time walker, bit for bit`, async () => {
      for (const walksPerChunk of [1000, 333]) {
        const walks = plan({ graph: edges, walksPerChunk });
        const chunks = await collect(streamWalks(walks, { numEpochs: 2, threads: 1 }));
        const expected = [...walksOfEpoch(walks, 0), ...walksOfEpoch(walks, 1)];
        expect(nodesOf(chunks)).to.deep.equal(expected);
      }
    });

    it(`makes ${name} walks of any length`, () => {
      for (const walkLength of [2, 3, 4, 5, 6, 7, 8, 41]) {
        const walks = plan({ graph: edges, walkLength, walksPerNode: 1, walksPerChunk: 10_000 });
        const memory = allocateWalkers(walks, 1);
        const numWalks = new Walker(memory, 0).chunk(0, 0);
        const nodes = memory.slots[0]!.subarray(0, numWalks * walkLength);
        expect([...nodes], `${walkLength}`).to.deep.equal(walksOfEpoch(walks, 0));
      }
    });

    it(`gives the same ${name} walks on any number of threads`, async () => {
      const walks = plan({ graph: edges });
      const [one, two, three] = await Promise.all(
        [1, 2, 3].map((threads) => collect(streamWalks(walks, { numEpochs: 2, threads }))),
      );
      expect(two).to.deep.equal(one);
      expect(three).to.deep.equal(one);
    });

    it(`goes from users to products and back in ${name} walks`, async () => {
      const walks = plan({ graph: edges });
      const isUser = (node: number) => node < edges.numUsers;
      for await (const { nodes } of streamWalks(walks, { numEpochs: 1, threads: 1 })) {
        for (let i = 1; i < nodes.length; i++) {
          if (i % walks.walkLength === 0) continue;
          expect(isUser(nodes[i]!)).to.equal(!isUser(nodes[i - 1]!));
        }
      }
    });
  }

  it('makes the uniform walks where all weights are equal', async () => {
    const weight = new Float32Array(rated.weight!.length).fill(4.3);
    const [plain, equal] = await Promise.all(
      [graph, { ...graph, weight }].map((edges) =>
        collect(streamWalks(plan({ graph: edges }), { numEpochs: 1, threads: 1 })),
      ),
    );
    expect(equal).to.deep.equal(plain);
  });

  it('does not depend on the size of chunks', async () => {
    const sizes = [1, 17, 4096].map((walksPerChunk) => plan({ walksPerChunk }));
    const streams = sizes.map((walks) => collect(streamWalks(walks, { numEpochs: 1, threads: 2 })));
    const [ones, seventeens, whole] = (await Promise.all(streams)).map(nodesOf);
    expect(ones).to.deep.equal(whole);
    expect(seventeens).to.deep.equal(whole);
  });

  it('goes on from a cursor with the walks that the whole stream has there', async () => {
    const walks = plan();
    const whole = await collect(streamWalks(walks, { numEpochs: 3, threads: 2 }));
    const from = { epoch: 1, chunkIndex: 2 };
    const rest = await collect(streamWalks(walks, { numEpochs: 3, from, threads: 2 }));
    expect(rest).to.deep.equal(whole.slice(walks.chunksPerEpoch + 2));
    const atEnd = { epoch: 1, chunkIndex: walks.chunksPerEpoch };
    const last = await collect(streamWalks(walks, { numEpochs: 3, from: atEnd, threads: 1 }));
    expect(last).to.deep.equal(whole.slice(2 * walks.chunksPerEpoch));
  });

  it('describes each chunk', async () => {
    const walks = plan();
    const chunks = await collect(streamWalks(walks, { numEpochs: 1, threads: 2 }));
    expect(chunks.map(({ chunkIndex }) => chunkIndex)).to.deep.equal([...chunks.keys()]);
    expect(chunks).to.have.length(walks.chunksPerEpoch);
    expect(chunks.filter(({ lastOfEpoch }) => lastOfEpoch)).to.deep.equal([chunks.at(-1)]);
    const sizes = chunks.map(({ numWalks }) => numWalks);
    expect(sizes.reduce((a, b) => a + b)).to.equal(walks.walksPerEpoch);
    expect(new Set(sizes.slice(0, -1))).to.deep.equal(new Set([100]));
  });

  it('starts each pass from every node, in another order', async () => {
    const walks = plan({ walksPerNode: 2, walksPerChunk: 10_000 });
    const [chunk] = await collect(streamWalks(walks, { numEpochs: 1, threads: 1 }));
    const starts = Array.from({ length: chunk!.numWalks }, (_, i) => chunk!.nodes[i * 9]!);
    const passes = [starts.slice(0, starts.length / 2), starts.slice(starts.length / 2)];
    for (const pass of passes) {
      expect(pass.toSorted((a, b) => a - b)).to.deep.equal([...walks.starts]);
    }
    expect(passes[0]).not.to.deep.equal(passes[1]);
  });

  for (const [what, stars] of [
    ['equally often', undefined],
    ['in proportion to its weight', Float32Array.of(1, 5, 2, 4, 3, 0.5, 4.5)],
  ] as const) {
    it(`picks every neighbour ${what}`, async () => {
      const star = buildBipartiteGraph({
        numUsers: 7,
        numProducts: 1,
        userIndex: Uint32Array.from({ length: 7 }, (_, user) => user),
        productIndex: new Uint32Array(7),
        weight: stars,
      });
      const walks = plan({ graph: star, walksPerNode: 500, walkLength: 41, walksPerChunk: 10_000 });
      const counts = new Array<number>(7).fill(0);
      for await (const { nodes } of streamWalks(walks, { numEpochs: 1, threads: 1 })) {
        // The starts are no choice.
        for (const [i, node] of nodes.entries()) if (i % 41 > 0 && node < 7) counts[node]!++;
      }
      const total = counts.reduce((a, b) => a + b);
      const expected = counts.map((_, i) => (total * (stars?.[i] ?? 1)) / (stars ? 20 : 7));
      const chiSquare = counts.reduce(
        (sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!,
        0,
      );
      // 6 degrees of freedom: 22.5 is exceeded once in a thousand seeds.
      expect(chiSquare).to.be.below(22.5);
    });
  }

  it('gives other walks for another seed and in another epoch', async () => {
    const first = await collect(streamWalks(plan(), { numEpochs: 2, threads: 1 }));
    const other = await collect(streamWalks(plan({ seed: 43 }), { numEpochs: 1, threads: 1 }));
    const epochs = [0, 1].map((epoch) => nodesOf(first.filter((chunk) => chunk.epoch === epoch)));
    expect(epochs[0]).not.to.deep.equal(epochs[1]);
    expect(nodesOf(other)).not.to.deep.equal(epochs[0]);
  });

  it('leaves a chunk alone until the consumer asks for the next one', async () => {
    const walks = plan({ walksPerChunk: 60 });
    for (const threads of [1, 2]) {
      const chunks = await collect(streamWalks(walks, { numEpochs: 1, threads }));
      expect(chunks.length).to.be.above(6 * threads);
      for await (const { chunkIndex, nodes } of streamWalks(walks, { numEpochs: 1, threads })) {
        // Long enough for the threads to make all that they may.
        await setTimeout(5);
        expect(new Uint32Array(nodes)).to.deep.equal(chunks[chunkIndex]!.nodes);
      }
    }
  });

  it('ends when the consumer leaves early', async () => {
    const stream = streamWalks(plan({ walksPerChunk: 1 }), { numEpochs: 1000, threads: 2 });
    for await (const chunk of stream) if (chunk.chunkIndex === 3) break;
    expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('stops with RunCancelledError when it is aborted, before or in between', async () => {
    const aborted = streamWalks(plan(), { numEpochs: 1, threads: 1, signal: AbortSignal.abort() });
    await rejection(collect(aborted), RunCancelledError);

    const controller = new AbortController();
    const { signal } = controller;
    const stream = streamWalks(plan({ walksPerChunk: 1 }), { numEpochs: 1000, threads: 2, signal });
    await stream.next();
    controller.abort();
    await rejection(collect(stream), RunCancelledError);
  });

  it('refuses zero threads', async () => {
    const stream = streamWalks(plan(), { numEpochs: 1, threads: 0 });
    await rejection(collect(stream), UsageError);
  });
});
