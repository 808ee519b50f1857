import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatNpyHeader } from '../../src/sources/npy-header.js';

/** A vector for each product id, in file order. */
export type Vectors = readonly (readonly [id: string, vector: readonly number[]])[];

/** Ids `p0`, `p1`, ... with vectors that tell them apart. */
export function plainVectors(count: number, dim = 3): Vectors {
  return Array.from({ length: count }, (_, i): [string, number[]] => [
    `p${i}`,
    Array.from({ length: dim }, (_, d) => i + d / 10),
  ]);
}

/** The bytes of an `image_features` file. */
export function imageFeatureBytes(vectors: Vectors, padding = ' '): Buffer {
  return Buffer.concat(
    vectors.map(([id, vector]) =>
      Buffer.concat([
        Buffer.from(id.padEnd(10, padding), 'latin1'),
        Buffer.from(Float32Array.from(vector).buffer),
      ]),
    ),
  );
}

/** Writes `name` in `folder` and returns its path. */
export function writeInput(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Writes a `.npy` matrix and its file of ids. */
export function writeNpyFeatures(
  folder: string,
  vectors: Vectors,
): { path: string; idsPath: string } {
  const dim = vectors[0]?.[1].length ?? 1;
  const values = Float32Array.from(vectors.flatMap(([, vector]) => vector));
  const path = writeInput(
    folder,
    'features.npy',
    Buffer.concat([formatNpyHeader(vectors.length, dim), Buffer.from(values.buffer)]),
  );
  const idsPath = writeInput(folder, 'ids.txt', vectors.map(([id]) => `${id}\n`).join(''));
  return { path, idsPath };
}
