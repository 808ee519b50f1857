import { announce } from './announce.js';
import { compare, type Contestant } from './measure.js';
import { ReferenceMissing } from './references.js';

/** What every benchmark gets. */
export interface BenchmarkContext {
  /** Smaller sizes, for a look or for CI. */
  readonly quick: boolean;
  readonly rounds: number;
  /** For graphs and compiled references; removed afterwards. */
  readonly folder: string;
}

export interface RowDescription {
  readonly stage: string;
  readonly what: string;
  readonly reference: string;
  /** The ratio that we hold ourselves to. */
  readonly target: number;
  readonly unit: string;
}

/** A result; without `ratio` one of both could not run, for the reason in `skipped`. */
export interface Row extends RowDescription {
  readonly ratio?: number;
  readonly ours?: number;
  readonly referenceSpeed?: number;
  readonly skipped?: string;
}

/** Measures one row; `prepare` makes the contestants and throws `ReferenceMissing` where one cannot run here. */
export async function measureRow(
  description: RowDescription,
  rounds: number,
  prepare: () => Promise<{ ours: Contestant; reference: Contestant }>,
): Promise<Row> {
  announce(`  ${description.what}, against ${description.reference}`);
  try {
    const { ours, reference } = await prepare();
    const result = await compare(ours, reference, rounds);
    return {
      ...description,
      ratio: result.ratio,
      ours: result.ours,
      referenceSpeed: result.reference,
    };
  } catch (error) {
    if (!(error instanceof ReferenceMissing)) throw error;
    return { ...description, skipped: error.message };
  }
}
