/** The same items, each asked for while the one before it is being used; for a source that waits for a disk. */
export async function* oneAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let next = begin(iterator);
  try {
    for (;;) {
      const item = await next;
      if (item.done === true) return;
      next = begin(iterator);
      yield item.value;
    }
  } finally {
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}

/** A failure is thrown when the item's turn has come, and does not count as unhandled before. */
function begin<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const next = iterator.next();
  next.catch(() => undefined);
  return next;
}
