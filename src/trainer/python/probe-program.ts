/** Looks into the Python environment through pythonia; run by `probe.ts`. */
import { answerWithPython, type Python } from './pythonia-program.js';
import type { ProbeReport } from './probe.js';

/** The part of PyTorch that is asked; through the bridge, every value arrives later. */
interface Torch {
  __version__: Promise<unknown>;
  version: { cuda: Promise<string | null> };
  cuda: {
    is_available(): Promise<boolean>;
    get_device_name(index: number): Promise<string>;
    mem_get_info(index: number): Promise<Promise<number>[]>;
  };
}
interface Builtins {
  str(value: unknown): Promise<string>;
}

async function describe(python: Python): Promise<ProbeReport> {
  const builtins = (await python('builtins')) as Builtins;
  const torch = (await python('torch')) as Torch;
  const cudaAvailable = await torch.cuda.is_available();
  return {
    torchVersion: await builtins.str(await torch.__version__),
    cudaVersion: (await torch.version.cuda) ?? undefined,
    device: cudaAvailable ? await describeDevice(torch) : undefined,
  };
}

async function describeDevice({ cuda }: Torch): Promise<ProbeReport['device']> {
  const memory = await cuda.mem_get_info(0);
  return {
    name: await cuda.get_device_name(0),
    freeBytes: (await memory[0]) ?? 0,
    totalBytes: (await memory[1]) ?? 0,
  };
}

await answerWithPython(describe);
