import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SetupError } from '../../../src/errors.js';
import { findPython } from '../../../src/trainer/python/environment.js';
import { findPeerPython } from '../../../src/trainer/python/peer-libraries.js';
import { withoutModule } from '../../support/python-without.js';
import { rejection } from '../../support/rejection.js';

describe('findPeerPython', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vasg-bare-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says which command installs a library that is missing', async () => {
    const { executable } = await findPython();
    const chosen = withoutModule(folder, executable, 'cornac');
    const error = await rejection(findPeerPython(['ease'], { chosen }), SetupError);
    expect(error).to.include({ code: 'PYTHON_PACKAGES_MISSING', exitCode: 5 });
    expect(error.message).to.equal(`${chosen} lacks cornac, which fits ease.`);
    expect(error.suggestions.join()).to.contain('-m pip install cornac').and.contain('--peers');
  });
});
