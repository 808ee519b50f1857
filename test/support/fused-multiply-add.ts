import type { Context } from 'mocha';
import { SetupError } from '../../src/errors.js';
import { compileKernels } from '../../src/kernels/kernels.js';

/** Skips a test on engines and processors without fused multiply-add. */
export function needsFusedMultiplyAdd(test: Context): void {
  try {
    compileKernels({ fusedMultiplyAdd: true });
  } catch (error) {
    if (error instanceof SetupError) test.skip();
    throw error;
  }
}
