/**
 * Looks into the Python environment through pythonia and sends what it finds to the process that started
 * it. It is a program of its own because pythonia starts Python when it is imported, hands it our stdout
 * and has no time limit.
 */
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
interface Pythonia {
  python: { (module: string): Promise<unknown>; exit(): void };
}

const { python } = (await import('pythonia')) as unknown as Pythonia;

process.on('SIGTERM', () => {
  python.exit();
  process.exitCode = 1;
  process.disconnect();
});

async function describe(): Promise<ProbeReport> {
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

/** pythonia puts a picture of both stacks into the error's; Python's own message is its last line. */
function pythonMessage(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return (text.trim().split('\n').at(-1) ?? text).replace(/^\*+ JS \*+ /, '');
}

try {
  process.send?.({ report: await describe() });
} catch (error) {
  process.send?.({ failure: pythonMessage(error) });
} finally {
  python.exit();
  process.disconnect();
}
