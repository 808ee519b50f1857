import { fileOrder } from './file-order.js';
import type { ShopPlan } from './shop.js';

/** Lines of `ratings.csv` as Amazon 2014 has them: `user,item,rating,timestamp`, no header. */
export function* ratingsLines(plan: ShopPlan): Generator<string> {
  const { userIds, productIds, purchases } = plan;
  const { userIndex, productIndex, stars, timestamps } = purchases;
  for (const i of fileOrder(plan))
    yield `${userIds[userIndex[i]!]!},${productIds[productIndex[i]!]!},${stars[i]!}.0,${timestamps[i]!}\n`;
}
