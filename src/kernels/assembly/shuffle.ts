import { below, hashNext, mix32 } from './random';

/**
 * Writes a shuffled copy of `values` (uint32 x count) to `order`: Fisher-Yates from the inside out, drawn
 * from the generator that `key` seeds.
 */
export function shuffle(values: usize, count: u32, key: u32, order: usize): void {
  let counter = key;
  const increment = hashNext(key, 1) | 1;
  for (let i: u32 = 0; i < count; i++) {
    counter += increment;
    const j = below(mix32(counter), i + 1);
    store<u32>(order + (<usize>i << 2), load<u32>(order + (<usize>j << 2)));
    store<u32>(order + (<usize>j << 2), load<u32>(values + (<usize>i << 2)));
  }
}
