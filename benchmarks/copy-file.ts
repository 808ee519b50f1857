import { closeSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { seconds } from './measure.js';

const BLOCK_BYTES = 4 << 20;

/** MB/s of reading a file front to back, writing it to another and flushing that to disk. */
export async function copySpeed(source: string, target: string): Promise<number> {
  rmSync(target, { force: true });
  let numBytes = 0;
  const elapsed = await seconds(() => {
    const [input, output] = [openSync(source, 'r'), openSync(target, 'w')];
    const block = new Uint8Array(BLOCK_BYTES);
    for (let length; (length = readSync(input, block)) > 0; numBytes += length) {
      writeSync(output, block, 0, length);
    }
    fsyncSync(output);
    closeSync(output);
    closeSync(input);
  });
  return (1e-6 * numBytes) / elapsed;
}
