import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { withClaim } from '../../src/catalog/claim.js';
import { whileFileIsHeld } from '../support/hold-catalog.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

describe('withClaim', () => {
  const newFile = (): string => join(temporaryFolder(), 'experiments', 'one.lock');
  const inUse = ({ message }: Error): Error => new RangeError(message);

  it('gives what the work gives, and leaves nothing behind', async () => {
    const file = newFile();
    expect(await withClaim(file, inUse, () => Promise.resolve(existsSync(file)))).to.equal(true);
    expect(existsSync(dirname(file))).to.equal(false);
    const failed = withClaim(file, inUse, () => Promise.reject(new TypeError('no')));
    expect((await rejection(failed, TypeError)).message).to.equal('no');
    expect(existsSync(dirname(file))).to.equal(false);
  });

  it('leaves nothing either in a new workspace, or where a killed process left the folder', async () => {
    const workspace = join(temporaryFolder(), 'deep', 'new');
    const file = join(workspace, 'experiments', 'one.lock');
    await withClaim(file, inUse, () => Promise.resolve());
    expect(existsSync(dirname(workspace))).to.equal(false);
    mkdirSync(dirname(file), { recursive: true });
    await withClaim(file, inUse, () => Promise.resolve());
    expect(readdirSync(workspace)).to.deep.equal([]);
  });

  it('leaves what the work put beside it', async () => {
    const file = newFile();
    await withClaim(file, inUse, async () => writeFileSync(join(dirname(file), 'two'), ''));
    expect(readdirSync(dirname(file))).to.deep.equal(['two']);
  });

  it('is refused while another process has it, which it names', async () => {
    const file = newFile();
    mkdirSync(dirname(file));
    await whileFileIsHeld(file, async (holder) => {
      let worked = false;
      const claim = withClaim(file, inUse, async () => (worked = true));
      expect((await rejection(claim, RangeError)).message).to.contain(`process ${holder}`);
      expect(worked).to.equal(false);
    });
    expect(await withClaim(file, inUse, () => Promise.resolve('free'))).to.equal('free');
  });

  it('does not mind what a killed process left, whole or not', async () => {
    for (const left of ['', 'half']) {
      const file = newFile();
      mkdirSync(dirname(file));
      writeFileSync(file, left);
      expect(await withClaim(file, inUse, () => Promise.resolve('free'))).to.equal('free');
    }
  });
});
