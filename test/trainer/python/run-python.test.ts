import { RunCancelledError } from '../../../src/errors.js';
import { findPython } from '../../../src/trainer/python/environment.js';
import { evaluatePython } from '../../../src/trainer/python/run-python.js';
import { rejection } from '../../support/rejection.js';

describe('evaluatePython', function () {
  this.timeout(30_000);

  it('does not take Ctrl-C, which Python hears too, for a broken Python', async function () {
    if (process.platform === 'win32') this.skip();
    const { executable } = await findPython();
    const interrupted = 'import os, signal; os.kill(os.getpid(), signal.SIGINT)';
    await rejection(evaluatePython(executable, interrupted), RunCancelledError);
  });
});
