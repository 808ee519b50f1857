import type { DuckDBVector } from '@duckdb/node-api';

export type NumericArray = Uint8Array | Uint32Array | Int32Array | Float32Array;

/** What the library's vectors hold and hide. */
interface VectorFields {
  items?: unknown;
  /** Of arrays of a fixed length: their numbers, one after the other. */
  childData?: DuckDBVector;
  validity?: { data?: BigUint64Array | null };
}

const ALL_VALID = 0xffff_ffff_ffff_ffffn;

/**
 * The memory of a vector of numbers, or of arrays of numbers. The library offers a call for each number instead, which
 * takes much longer. Undefined where it is of another type than `array`, or where a release of the library
 * has it no longer: the calls then do.
 */
export function valuesOf<T extends NumericArray>(vector: DuckDBVector, array: T): T | undefined {
  const { items, childData } = vector as unknown as VectorFields;
  if (childData !== undefined) return valuesOf(childData, array);
  const isAlike =
    ArrayBuffer.isView(items) && Object.getPrototypeOf(items) === Object.getPrototypeOf(array);
  return isAlike ? (items as T) : undefined;
}

/** False where some values are NULL, or where it cannot be told. */
export function isWithoutNulls(vector: DuckDBVector): boolean {
  const { validity } = vector as unknown as VectorFields;
  const mask = validity?.data;
  return mask === null || (mask?.every((word) => word === ALL_VALID) ?? false);
}
