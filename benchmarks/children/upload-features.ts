/**
 * Sends the features of a `.npy` file to a trainer of its own, which has an empty cache in FOLDER, and removes what others
 * before it have sent there.
 *
 *   upload-features.ts FEATURES.npy FOLDER
 */
import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { PRESETS } from '../../src/config/presets.js';
import { openNpy } from '../../src/sources/npy.js';
import { uploadTensor } from '../../src/trainer/calls/upload.js';
import { startTrainer } from '../../src/trainer/process/start-trainer.js';
import { findPython } from '../../src/trainer/python/environment.js';
import type { TensorSource } from '../../src/trainer/tensors.js';
import { sessionRequest } from '../../src/trainer/train-model.js';
import { reportTransfer } from './report-transfer.js';

const [source = '', folder = ''] = process.argv.slice(2);
const features = await openNpy(source);
const tensor: TensorSource = {
  role: 'features',
  dataType: 'float32',
  shape: [features.rows, features.dim],
  sha256: await digest(features.chunks()),
  chunks: () => features.chunks(),
};
const ownName = String(process.pid);
const trainer = await startTrainer({
  python: await findPython(),
  stateFolder: join(folder, 'state'),
  cacheFolder: join(folder, 'cache', ownName),
  device: 'cpu',
  threads: 1,
});
try {
  const { client } = trainer;
  const sessionId = ownName;
  await client.createSession(
    sessionRequest({
      ...{ sessionId, model: 'ibr', hyperparameters: PRESETS.ibr.default, seed: 1 },
      ...{ numUsers: 1, numProducts: features.rows, featureDim: features.dim },
      inputs: [
        tensor,
        small('train-offsets', Uint32Array.of(0, 1)),
        small('train-products', Uint32Array.of(0)),
      ],
    }),
  );
  removeOthers(join(folder, 'cache'));
  const begin = performance.now();
  await uploadTensor({ client, sessionId, tensor });
  reportTransfer(features.rows * features.dim * 4, begin);
} finally {
  await features.close();
  await trainer.stop();
}

/**
 * As the bare stream writes over its own file: memory that was in use a moment ago is at hand, other memory a virtual
 * machine may have to ask its host for, which takes longer than to fill it.
 */
function removeOthers(caches: string): void {
  for (const name of readdirSync(caches)) {
    if (name !== ownName) rmSync(join(caches, name), { recursive: true });
  }
}

async function digest(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest();
}

function small(role: TensorSource['role'], values: Uint32Array): TensorSource {
  const sha256 = createHash('sha256').update(values).digest();
  return {
    ...{ role, dataType: 'uint32', shape: [values.length], sha256 },
    chunks: () => Readable.from([new Uint8Array(values.buffer)]),
  };
}
