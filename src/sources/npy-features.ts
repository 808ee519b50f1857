import { InputDataError } from '../errors.js';
import { oneAhead } from '../files/one-ahead.js';
import { takeTurns } from '../files/take-turns.js';
import {
  rowsPerBlock,
  type FeatureBlock,
  type FeatureSource,
  type Reserve,
} from './feature-source.js';
import { readIdFile } from './id-file.js';
import { openInputFile } from './input-file.js';
import { openNpy, type FeatureMatrix } from './npy.js';

/** A `.npy` matrix whose row i belongs to the id on line i of a text file. Throws InputDataError. */
export async function openNpyFeatures(path: string, idsPath: string): Promise<FeatureSource> {
  const matrix = await openNpy(path);
  try {
    await (await openInputFile(idsPath)).close();
    const ids = await readIdFile(idsPath);
    if (ids.length !== matrix.rows) {
      throw new InputDataError(
        `${idsPath} has ${ids.length} ids, but ${path} has ${matrix.rows} rows.`,
        {
          code: 'FEATURE_IDS',
          suggestions: ['Give one id a line, in the order of the rows of the feature matrix.'],
        },
      );
    }
    return new NpyFeatures(path, matrix, ids, idsPath);
  } catch (error) {
    await matrix.close();
    throw error;
  }
}

class NpyFeatures implements FeatureSource {
  readonly rows: number;
  readonly dim: number;

  constructor(
    readonly path: string,
    private readonly matrix: FeatureMatrix,
    private readonly allIds: readonly string[],
    private readonly idsPath: string,
  ) {
    this.rows = matrix.rows;
    this.dim = matrix.dim;
  }

  async *ids(): AsyncIterable<readonly string[]> {
    yield this.allIds;
  }

  blocks(reserve: Reserve): AsyncIterable<FeatureBlock> {
    return oneAhead(this.readBlocks(reserve));
  }

  private async *readBlocks(reserve: Reserve): AsyncIterable<FeatureBlock> {
    const step = rowsPerBlock(this.dim);
    const strideBytes = this.dim * 4;
    const size = step * strideBytes;
    const nextBuffer = takeTurns(reserve(size), reserve(size));
    for (let start = 0; start < this.rows; start += step) {
      const rows = Math.min(step, this.rows - start);
      const memory = nextBuffer().subarray(0, rows * strideBytes);
      await this.matrix.readInto(memory, start);
      yield { start, rows, memory, offsetBytes: 0, strideBytes };
    }
  }

  locate(row: number): string {
    return `row ${row} (line ${row + 1} of ${this.idsPath})`;
  }

  close(): Promise<void> {
    return this.matrix.close();
  }
}
