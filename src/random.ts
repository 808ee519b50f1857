/**
 * All randomness of the client. One user-given seed feeds named streams (`split.test`, `walks`, ...), so
 * that adding a draw to one part never changes another, and counter-based draws are pure functions of
 * their coordinates, so that results do not depend on threads or on where a run was resumed.
 */

/** Murmur3's finaliser: mixes 32 bits so that each input bit changes each output bit half of the time. */
function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A uniform uint32 that depends on every one of `coordinates` (uint32 each) and on nothing else.
 * Order matters: `hash32(1, 2) !== hash32(2, 1)`.
 */
export function hash32(...coordinates: number[]): number {
  let h = 0x9e3779b9;
  for (const coordinate of coordinates) h = mix32(Math.imul(h, 5) + 0xe6546b64 + mix32(coordinate));
  return h;
}

/** Seed (uint32) of the stream called `name` under the user's `seed`. */
export function streamSeed(seed: number, name: string): number {
  let h = hash32(seed);
  for (const byte of Buffer.from(name)) h = hash32(h, byte);
  return h;
}

/** A sequential generator (sfc32, 128 bits of state) for places where draws come one after another. */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, name: string) {
    const base = streamSeed(seed, name);
    this.a = hash32(base, 1);
    this.b = hash32(base, 2);
    this.c = hash32(base, 3);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** Uniform in 0 .. 2^32 - 1. */
  uint32(): number {
    const result = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  float(): number {
    return ((this.uint32() >>> 5) * 0x4000000 + (this.uint32() >>> 6)) / 0x20000000000000;
  }

  /** Uniform integer in 0 .. bound - 1; `bound` is 1 .. 2^32. */
  below(bound: number): number {
    // Rejection keeps it exact: the tail that would favour small values is drawn again.
    const limit = 0x100000000 - (0x100000000 % bound);
    for (;;) {
      const value = this.uint32();
      if (value < limit) return value % bound;
    }
  }

  /** Standard normal deviate (Box-Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()));
    return radius * Math.cos(2 * Math.PI * this.float());
  }

  /** Shuffles in place (Fisher-Yates) and returns its argument. */
  shuffle<T extends { length: number; [index: number]: number }>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = values[i]!;
      values[i] = values[j]!;
      values[j] = held;
    }
    return values;
  }
}
