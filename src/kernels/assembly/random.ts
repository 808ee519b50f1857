/** Counter-based random numbers, bit for bit those of `src/random.ts`. */

/** Murmur3's finaliser. */
// @ts-ignore: decorator
@inline
export function mix32(value: u32): u32 {
  let h = value;
  h = (h ^ (h >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}

/** Adds one coordinate to a running `hash32`. */
// @ts-ignore: decorator
@inline
export function hashNext(h: u32, coordinate: u32): u32 {
  return mix32(h * 5 + 0xe6546b64 + mix32(coordinate));
}

/** Maps a uniform uint32 to 0 .. bound - 1: the high word of the product. */
// @ts-ignore: decorator
@inline
export function below(random: u32, bound: u32): u32 {
  return <u32>((<u64>random * <u64>bound) >>> 32);
}
