import { InputDataError } from '../../errors.js';
import { placeVector, TILE_ROWS } from '../../kernels/layout.js';
import type { IndexPairs } from './rank-options.js';
import type { RankingMemory } from './ranking-memory.js';
import { rowsPerRead, type VectorTable } from '../vector-table.js';

/** User vectors read at once. */
const READ_BYTES = 64 * 2 ** 20;

/** Positions of the pairs by ascending user, so that user vectors are read in the order of their table. */
export function pairsByUser({ userIndex }: IndexPairs): Uint32Array {
  const order = Uint32Array.from(userIndex, (_, pair) => pair);
  return order.sort((a, b) => userIndex[a]! - userIndex[b]!);
}

/**
 * Fills the rows of the ranking memory with the pairs at `positions` (ascending users) and the vectors of
 * their users; counts start from zero.
 *
 * @throws InputDataError when a user vector is not finite.
 */
export async function loadRows(
  memory: RankingMemory,
  pairs: IndexPairs,
  positions: Uint32Array,
  users: VectorTable,
): Promise<void> {
  positions.forEach((pair, row) => {
    memory.rowUser[row] = pairs.userIndex[pair]!;
    memory.rowProduct[row] = pairs.productIndex[pair]!;
  });
  for (const counts of memory.counts) counts.fill(0);
  for (let row = 0; row < positions.length;) {
    row = await loadRowsFrom(memory, row, positions.length, users);
  }
}

/** Loads the rows whose users one read covers, from `row` on, and returns the first row after them. */
async function loadRowsFrom(
  memory: RankingMemory,
  row: number,
  numRows: number,
  users: VectorTable,
): Promise<number> {
  const { rowUser } = memory;
  const first = rowUser[row]!;
  const limit = first + rowsPerRead(users, READ_BYTES);
  let end = row;
  while (end < numRows && rowUser[end]! < limit) end++;
  const vectors = await users.read(first, rowUser[end - 1]! - first + 1);
  const target = { values: memory.tiles, width: TILE_ROWS, depth: memory.depth };
  for (; row < end; row++) {
    const from = (rowUser[row]! - first) * users.dim;
    if (placeVector(target, row, vectors, from, users.dim)) continue;
    throw new InputDataError(`The vector of user index ${rowUser[row]!} is not finite.`, {
      code: 'VECTOR_NOT_FINITE',
    });
  }
  return end;
}
