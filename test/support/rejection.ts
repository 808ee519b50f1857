import { expect } from 'chai';

/** The error with which `work` rejects, asserted to be of class `type`. */
export async function rejection<T extends Error>(
  work: Promise<unknown>,
  type: new (...parameters: never[]) => T,
): Promise<T> {
  const outcome = await work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  expect(outcome).to.be.instanceOf(type);
  return outcome as T;
}
