import type { ShopPlan } from './shop.js';
import type { StyleMixtures } from './styles.js';

/**
 * Lines of `truth.csv`, what a perfect model would find out: `kind,id,style,weight` with a header, one line
 * per style of a product and per taste of a user with enough products. Nothing but tests reads it.
 */
export function* truthLines({ productIds, userIds, styles, tastes }: ShopPlan): Generator<string> {
  yield 'kind,id,style,weight\n';
  yield* mixtureLines('product', productIds, styles);
  yield* mixtureLines('user', userIds, tastes);
}

function* mixtureLines(
  kind: string,
  ids: readonly string[],
  { width, styles, weights }: StyleMixtures,
): Generator<string> {
  for (const [place, weight] of weights.entries())
    if (weight > 0)
      yield `${kind},${ids[Math.floor(place / width)]!},${styles[place]!},${weight.toFixed(6)}\n`;
}
