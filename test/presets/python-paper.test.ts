import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { PRESETS } from '../../src/config/presets.js';

const file = new URL('../../python/src/vasg/benchmarks/paper.json', import.meta.url);

describe('preset paper of the benchmark of the trainer', () => {
  it('is that of the client; copy the values there when they change', async () => {
    expect(JSON.parse(await readFile(file, 'utf8'))).to.deep.equal(PRESETS.vasg.paper);
  });
});
