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

/** `mix32` of four. */
// @ts-ignore: decorator
@inline
export function mix32x4(values: v128): v128 {
  let h = values;
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

/** `hashNext` of four. */
// @ts-ignore: decorator
@inline
export function hashNextx4(h: v128, coordinates: v128): v128 {
  const scaled = i32x4.add(i32x4.mul(h, i32x4.splat(5)), i32x4.splat(0xe6546b64));
  return mix32x4(i32x4.add(scaled, mix32x4(coordinates)));
}

/** Maps a uniform uint32 to 0 .. bound - 1: the high word of the product. */
// @ts-ignore: decorator
@inline
export function below(random: u32, bound: u32): u32 {
  return <u32>((<u64>random * <u64>bound) >>> 32);
}
