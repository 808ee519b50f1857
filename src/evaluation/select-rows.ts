import type { VectorTable } from './vector-table.js';

/** The rows of `table` at `indices`, which ascend; a read takes the span that holds them. */
export function selectRows(table: VectorTable, indices: Uint32Array): VectorTable {
  if (indices.length === table.rows) return table;
  const { dim } = table;
  return {
    rows: indices.length,
    dim,
    async read(start, count) {
      const wanted = indices.subarray(start, start + count);
      const first = wanted[0]!;
      const span = await table.read(first, wanted[wanted.length - 1]! + 1 - first);
      const selected = new Float32Array(count * dim);
      wanted.forEach((index, i) => {
        const row = (index - first) * dim;
        selected.set(span.subarray(row, row + dim), i * dim);
      });
      return selected;
    },
  };
}
