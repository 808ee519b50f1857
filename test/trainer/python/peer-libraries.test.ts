import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SetupError } from '../../../src/errors.js';
import { findPython } from '../../../src/trainer/python/environment.js';
import { findPeerLibraries } from '../../../src/trainer/python/peer-libraries.js';
import { withoutModule } from '../../support/python-without.js';
import { rejection } from '../../support/rejection.js';

describe('findPeerLibraries', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vasg-bare-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says which command installs a library that is missing', async () => {
    const { executable } = await findPython();
    const chosen = withoutModule(folder, executable, 'cornac');
    const { usable, lacking, error } = await findPeerLibraries(['ease'], { chosen });
    expect({ usable, lacking }).to.deep.equal({ usable: [], lacking: ['ease'] });
    expect(error).to.include({ code: 'PYTHON_PACKAGES_MISSING', exitCode: 5 });
    expect(error!.message).to.equal(`${chosen} lacks cornac, which fits ease.`);
    expect(error!.suggestions.join()).to.contain('-m pip install cornac').and.contain('--peers');
  });

  it('has nothing against peers of another library', async function () {
    const { executable } = await findPython();
    const whole = await findPeerLibraries(['als'], { chosen: executable });
    if (whole.error !== null) return this.skip();
    const chosen = withoutModule(folder, executable, 'cornac');
    const { python, usable, lacking } = await findPeerLibraries(['als', 'ease'], { chosen });
    expect(python.executable).to.equal(chosen);
    expect({ usable, lacking }).to.deep.equal({ usable: ['als'], lacking: ['ease'] });
  });

  it('has no Python where there is none', async () => {
    const chosen = join(folder, 'nowhere');
    await rejection(findPeerLibraries(['ease'], { chosen }), SetupError);
  });
});
