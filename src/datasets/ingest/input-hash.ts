import { createHash } from 'node:crypto';

/** Raise when the same input and options no longer give the same data set. */
const INGEST_VERSION = 1;

/** Digest of everything that an ingest depends on: contents of the files and options, not paths. */
export function ingestHash(facts: {
  sources: readonly { role: string; sha256: string }[];
  options: Readonly<Record<string, unknown>>;
}): string {
  const sources = facts.sources.map(({ role, sha256 }) => ({ role, sha256 }));
  const text = JSON.stringify({ version: INGEST_VERSION, sources, options: facts.options });
  return createHash('sha256').update(text).digest('hex');
}
