import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { seconds } from './measure.js';
import { pythonPath, referencePath } from './references.js';

const CHUNK_BYTES = 1 << 20;

/**
 * MB/s of a bare gRPC stream over a Unix socket: chunks of zeros as large as ours, from memory, to a Python server that
 * writes them to a file and flushes it to disk. No digest, no check, no reading of a file here.
 */
export async function bareStreamSpeed(numBytes: number, folder: string): Promise<number> {
  const socket = join(folder, 'sink.sock');
  const server = spawn(pythonPath(), [
    referencePath('stream_sink.py'),
    socket,
    join(folder, 'sink.bin'),
  ]);
  try {
    await once(server.stdout, 'data');
    return (1e-6 * numBytes) / (await seconds(() => sendZeros(`unix:${socket}`, numBytes)));
  } finally {
    server.stdin.end();
    await once(server, 'exit');
  }
}

async function sendZeros(address: string, numBytes: number): Promise<void> {
  const client = new Client(address, credentials.createInsecure());
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const same = (bytes: Buffer): Buffer => bytes;
  await new Promise<void>((resolve, reject) => {
    const stream = client.makeClientStreamRequest('/bench.Sink/Send', same, same, (error) =>
      error === null ? resolve() : reject(error),
    );
    let left = Math.ceil(numBytes / CHUNK_BYTES);
    const next = (): void => {
      if (left-- > 0) stream.write(chunk, next);
      else stream.end();
    };
    next();
  });
  client.close();
}
