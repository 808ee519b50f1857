/** Makes samples of three numbers out of training edges. */
export interface Sampler {
  /** Edges that give samples, each once per epoch. */
  readonly edges: Uint32Array;
  readonly samplesPerEdge: number;
  /** Writes the samples of an edge to `out[at]` and on: a pure function of epoch, edge and the sampler's seed. */
  draw(epoch: number, edge: number, out: Uint32Array, at: number): void;
}

/** Numbers in a sample. */
export const SAMPLE_WIDTH = 3;
