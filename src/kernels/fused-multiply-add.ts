import { setFlagsFromString } from 'node:v8';
import { SetupError } from '../errors.js';
import { FUSED_KERNELS_WASM_BASE64 } from '../generated/kernels.js';
import { Instance, Memory, Module, type KernelModule } from './webassembly.js';

/** Makes a module of bytes; throws for instructions that the engine does not know. */
export type CompileModule = (bytes: Uint8Array) => KernelModule;

/** Relaxed SIMD is behind this flag in Node 20, and without one since. */
const RELAXED_SIMD = '--experimental-wasm-relaxed-simd';

/**
 * The kernels with fused multiply-add.
 *
 * @throws SetupError (`NO_FUSED_MULTIPLY_ADD`) when the engine has no relaxed SIMD, or the processor rounds twice all the
 *   same: what was asked for would not be what a run says of itself.
 */
export function compileFusedKernels(
  compile: CompileModule = (bytes) => new Module(bytes),
): KernelModule {
  const module = compileRelaxed(compile);
  if (!roundsOnce(module)) {
    throw unavailable('This processor has no fused multiply-add that WebAssembly could use.');
  }
  return module;
}

function compileRelaxed(compile: CompileModule): KernelModule {
  const bytes = Buffer.from(FUSED_KERNELS_WASM_BASE64, 'base64');
  if (process.version.startsWith('v20.')) setFlagsFromString(RELAXED_SIMD);
  try {
    return compile(bytes);
  } catch (cause) {
    throw unavailable(`Node ${process.version} cannot run WebAssembly with relaxed SIMD.`, cause);
  }
}

/** (1 + 2^-13) (1 - 2^-13) is 1 - 2^-26, which float32 rounds to 1 unless something is added first. */
function roundsOnce(module: KernelModule): boolean {
  const memory = new Memory({ initial: 1, maximum: 1, shared: true });
  const { probeMultiplyAdd } = new Instance(module, { env: { memory } }).exports as {
    probeMultiplyAdd: (a: number, b: number, c: number) => number;
  };
  return probeMultiplyAdd(1 + 2 ** -13, 1 - 2 ** -13, -1) !== 0;
}

function unavailable(message: string, cause?: unknown): SetupError {
  return new SetupError(message, {
    code: 'NO_FUSED_MULTIPLY_ADD',
    cause,
    suggestions: [
      'Leave --fused-multiply-add (and VASG_FUSED_MULTIPLY_ADD) out: the results are as good, it takes longer.',
    ],
  });
}
