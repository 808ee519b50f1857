import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { PRESETS } from '../../src/config/presets.js';

describe('presets of the benchmark of the trainer', () => {
  for (const preset of ['paper', 'default'] as const) {
    it(`are those of the client: ${preset}; copy the values there when they change`, async () => {
      const file = new URL(`../../python/src/vasg/benchmarks/${preset}.json`, import.meta.url);
      expect(JSON.parse(await readFile(file, 'utf8'))).to.deep.equal(PRESETS.vasg[preset]);
    });
  }
});
