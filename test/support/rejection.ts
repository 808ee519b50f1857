import { expect } from 'chai';

/** The error that `work` fails with, which must be of the class. */
export async function rejection<T extends Error>(
  work: Promise<unknown>,
  ErrorClass: new (...parameters: never[]) => T,
): Promise<T> {
  try {
    await work;
  } catch (error) {
    expect(error).to.be.instanceOf(ErrorClass);
    return error as T;
  }
  throw new Error(`Nothing was thrown where ${ErrorClass.name} was expected.`);
}
