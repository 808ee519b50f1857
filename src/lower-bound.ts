/** First position in `begin .. end - 1` of the ascending `values` whose value is at least `wanted`; else `end`. */
export function lowerBound(
  values: Uint32Array | Float64Array,
  wanted: number,
  begin: number,
  end: number,
): number {
  while (begin < end) {
    const middle = (begin + end) >>> 1;
    if (values[middle]! < wanted) begin = middle + 1;
    else end = middle;
  }
  return begin;
}
