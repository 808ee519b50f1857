export interface Density {
  /** Middle of each bin, ascending. */
  readonly centers: Float64Array;
  /** Share of the values in each bin, divided by its width: the area below is 1. */
  readonly density: Float64Array;
}

/**
 * Histogram of cosines over [-1, 1] in bins of equal width; 1 belongs to the last bin, and so does what
 * rounding puts beyond.
 */
export function cosineDensity(cosines: Float64Array, numBins: number): Density {
  const counts = new Float64Array(numBins);
  for (const cosine of cosines) {
    const bin = Math.floor(((cosine + 1) / 2) * numBins);
    counts[Math.max(0, Math.min(numBins - 1, bin))]!++;
  }
  const width = 2 / numBins;
  return {
    centers: counts.map((_, bin) => -1 + (bin + 0.5) * width),
    density: counts.map((count) => count / (cosines.length * width)),
  };
}
