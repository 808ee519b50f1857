import { expect } from 'chai';
import fc from 'fast-check';
import { InputDataError } from '../../src/errors.js';
import { buildBipartiteGraph } from '../../src/graph/bipartite-graph.js';

const edges = (numUsers: number, numProducts: number, pairs: [number, number][]) => ({
  numUsers,
  numProducts,
  userIndex: Uint32Array.from(pairs, ([user]) => user),
  productIndex: Uint32Array.from(pairs, ([, product]) => product),
});

describe('buildBipartiteGraph', () => {
  it('lists the neighbours of each node in ascending order, whatever the order of the pairs', () => {
    const graph = buildBipartiteGraph(
      edges(2, 3, [
        [1, 2],
        [0, 2],
        [1, 0],
      ]),
    );
    expect(graph).to.include({ numNodes: 5, numEdges: 3 });
    expect([...graph.rowptr]).to.deep.equal([0, 1, 3, 4, 4, 6]);
    expect([...graph.col]).to.deep.equal([4, 2, 4, 1, 0, 1]);
  });

  it('agrees with a sorted adjacency list on random pairs', () => {
    const pair = fc.tuple(fc.nat(6), fc.nat(9));
    const pairs = fc.uniqueArray(pair, { selector: ([u, p]) => u * 10 + p });
    fc.assert(
      fc.property(pairs, (list) => {
        const { rowptr, col } = buildBipartiteGraph(edges(7, 10, list));
        const links = list.flatMap(([u, p]) => [
          [u, 7 + p],
          [7 + p, u],
        ]);
        for (let v = 0; v < 17; v++) {
          const expected = links.filter(([from]) => from === v).map(([, to]) => to!);
          const actual = [...col.subarray(rowptr[v], rowptr[v + 1])];
          expect(actual).to.deep.equal(expected.sort((a, b) => a - b));
        }
      }),
    );
  });

  it('carries the weight of a pair to both of its rows', () => {
    const pair = fc.record({
      user: fc.nat(6),
      product: fc.nat(9),
      weight: fc.integer({ min: 1, max: 9 }),
    });
    const pairs = fc.uniqueArray(pair, { selector: ({ user, product }) => user * 10 + product });
    fc.assert(
      fc.property(pairs, (list) => {
        const { rowptr, col, weight } = buildBipartiteGraph({
          ...edges(
            7,
            10,
            list.map(({ user, product }) => [user, product]),
          ),
          weight: Float32Array.from(list, (each) => each.weight),
        });
        for (const { user, product, weight: expected } of list) {
          for (const [from, to] of [
            [user, 7 + product],
            [7 + product, user],
          ] as const) {
            const place = col.subarray(rowptr[from], rowptr[from + 1]).indexOf(to);
            expect(weight![rowptr[from]! + place]).to.equal(expected);
          }
        }
      }),
    );
  });

  it('refuses weights that are no weights', () => {
    const one = edges(2, 3, [[1, 2]]);
    for (const value of [0, -1, NaN, Infinity]) {
      const build = () => buildBipartiteGraph({ ...one, weight: Float32Array.of(value) });
      expect(build).to.throw(InputDataError, `Purchase 0 has weight ${value}`);
    }
    const uneven = { ...one, weight: new Float32Array(2) };
    expect(() => buildBipartiteGraph(uneven)).to.throw(InputDataError, /1 user indices but 2 wei/);
  });

  it('takes a graph without edges', () => {
    expect([...buildBipartiteGraph(edges(1, 1, [])).rowptr]).to.deep.equal([0, 0, 0]);
  });

  it('names a pair that occurs twice', () => {
    const twice = edges(2, 3, [
      [1, 2],
      [0, 0],
      [1, 2],
    ]);
    expect(() => buildBipartiteGraph(twice)).to.throw(
      InputDataError,
      'User index 1 and product index 2 are paired more than once.',
    );
  });

  it('names an index that is out of range', () => {
    expect(() => buildBipartiteGraph(edges(2, 3, [[2, 0]]))).to.throw(
      InputDataError,
      'Purchase 0 names user index 2, but there are 2 users.',
    );
    expect(() => buildBipartiteGraph(edges(2, 3, [[1, 3]]))).to.throw(/product index 3/);
  });

  it('wants as many users as products', () => {
    const uneven = { ...edges(2, 3, [[1, 2]]), productIndex: new Uint32Array(2) };
    expect(() => buildBipartiteGraph(uneven)).to.throw(InputDataError, /1 user indices but 2/);
  });
});
