import { hash32 } from '../random.js';

/**
 * Uniform draws for one sample: a pure function of (key, epoch, edge) and of the draws before, so that a
 * sample is the same wherever a stream starts and however it is cut into chunks.
 */
export class Draws {
  private count = 0;

  /** @param key seed of a named stream, uint32 */
  constructor(
    private readonly key: number,
    private readonly epoch: number,
    private readonly edge: number,
  ) {}

  /** Uniform integer in 0 .. bound - 1; `bound` is 1 .. 2^32. */
  below(bound: number): number {
    // The tail that would favour small values is drawn again.
    const limit = 0x100000000 - (0x100000000 % bound);
    for (;;) {
      const value = hash32(this.key, this.epoch, this.edge, this.count++);
      if (value < limit) return value % bound;
    }
  }
}
