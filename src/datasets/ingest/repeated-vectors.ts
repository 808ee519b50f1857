import { createHash } from 'node:crypto';
import { readNumericColumns } from '../../catalog/bulk.js';
import type { Database } from '../../catalog/database.js';
import { InputDataError } from '../../errors.js';
import type { FeatureSource } from '../../sources/feature-source.js';

/**
 * Ids that a feature source holds more than once. The first vector counts; a later one may repeat it, and
 * is an error when it differs, because nobody could say which is the product's.
 */
export class RepeatedVectors {
  private readonly digests = new Map<number, { row: number; digest: string }>();

  private constructor(
    private readonly database: Database,
    private readonly source: FeatureSource,
    /** First row of the same id, for every row of a repeated id. */
    private readonly firstRows: ReadonlyMap<number, number>,
    /** Rows beyond the first of their id. */
    readonly count: number,
  ) {}

  static async find(database: Database, source: FeatureSource): Promise<RepeatedVectors> {
    const [rows, firsts] = await readNumericColumns(
      database,
      [Uint32Array, Uint32Array],
      `SELECT position, min(position) OVER (PARTITION BY product_id) FROM feature_rows
       SEMI JOIN (SELECT product_id FROM feature_rows GROUP BY product_id HAVING count(*) > 1)
       USING (product_id)`,
    );
    const firstRows = new Map<number, number>();
    rows.forEach((row, i) => firstRows.set(row, firsts[i] ?? row));
    const count = firstRows.size - new Set(firstRows.values()).size;
    return new RepeatedVectors(database, source, firstRows, count);
  }

  /** Whether the id of this row occurs elsewhere too. */
  has(row: number): boolean {
    return this.firstRows.has(row);
  }

  /** Throws InputDataError when an earlier row has the same id and another vector. */
  async check(row: number, vector: Float32Array): Promise<void> {
    const first = this.firstRows.get(row);
    if (first === undefined) return;
    const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
    const digest = createHash('sha256').update(bytes).digest('hex');
    const seen = this.digests.get(first);
    if (seen === undefined) this.digests.set(first, { row, digest });
    else if (seen.digest !== digest) throw await this.contradiction(seen.row, row);
  }

  private async contradiction(earlier: number, later: number): Promise<InputDataError> {
    const named = await this.database.row<{ id: string }>(
      'SELECT product_id AS id FROM feature_rows WHERE position = $later',
      { later },
    );
    const { path } = this.source;
    return new InputDataError(
      `${path}: product "${named?.id}" has two different vectors: ${this.source.locate(earlier)} and ` +
        `${this.source.locate(later)}.`,
      { code: 'FEATURE_IDS', suggestions: ['Leave one of them out.'] },
    );
  }
}
