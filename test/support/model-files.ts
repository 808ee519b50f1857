import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const NAMES = ['embeddings', 'encoder', 'decoder'] as const;

/** The model files of a run as they lie on disk; a preset without decoder has none. */
export function modelFiles(workspace: string, runId: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const name of NAMES) {
    const file = join(workspace, 'runs', runId, `${name}.safetensors`);
    if (existsSync(file)) files.set(name, readFileSync(file));
  }
  return files;
}

/** Fails naming the first file that differs in a byte. */
export function expectEqualFiles(one: Map<string, Buffer>, other: Map<string, Buffer>): void {
  expect([...one.keys()]).to.deep.equal([...other.keys()]);
  for (const [name, bytes] of one) {
    expect(bytes.equals(other.get(name)!), `${name}.safetensors is equal`).to.equal(true);
  }
}
