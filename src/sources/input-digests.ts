import { digestInput, type InputDigest } from './input-digest.js';

/** Digests of input files, each of which is read once for it however many data sets are made of it. */
export class InputDigests {
  private readonly known = new Map<string, InputDigest>();

  /** Throws InputDataError; aborts with the signal's reason. */
  async of(path: string, signal?: AbortSignal): Promise<InputDigest> {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const digest = await digestInput(path, signal);
    this.known.set(path, digest);
    return digest;
  }
}
