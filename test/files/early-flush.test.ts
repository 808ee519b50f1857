import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { EarlyFlush } from '../../src/files/early-flush.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

const MUCH = 1 << 30;

describe('early flushes', () => {
  it('end before the file is done, one at a time', async () => {
    const descriptor = openSync(join(temporaryFolder(), 'file'), 'w');
    const flush = new EarlyFlush(descriptor);
    for (let i = 0; i < 10; i++) {
      writeFileSync(descriptor, 'more');
      flush.wrote(MUCH);
    }
    await flush.finish();
    flush.wrote(1);
    await flush.finish();
    closeSync(descriptor);
  });

  it('keep what the system tells only once', async () => {
    const descriptor = openSync(join(temporaryFolder(), 'file'), 'w');
    closeSync(descriptor);
    const flush = new EarlyFlush(descriptor);
    flush.wrote(MUCH);
    await flush.settle();
    expect(await rejection(flush.finish(), Error)).to.have.property('code', 'EBADF');
  });
});
