/** Two items in turn, for a source that is asked one ahead: one buffer is filled while the other is used. */
export function takeTurns<T>(first: T, second: T): () => T {
  let [next, other] = [first, second];
  return () => {
    [next, other] = [other, next];
    return other;
  };
}
