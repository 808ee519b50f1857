import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { InputDataError, MissingArtifactError, StorageError } from '../src/errors.js';
import { readSafetensors, writeSafetensors, type TensorMap } from '../src/safetensors.js';
import { rejection } from './support/rejection.js';
import { temporaryFolder } from './support/workspace.js';

describe('safetensors files', () => {
  const folder = temporaryFolder();
  const example: TensorMap = new Map([
    ['users', { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, NaN, Infinity) }],
    ['empty', { shape: [0, 3], data: new Float32Array(0) }],
    ['bias', { shape: [1], data: Float32Array.of(7) }],
  ]);

  it('give back what was written', async () => {
    const file = path.join(folder, 'round-trip.safetensors');
    await writeSafetensors(file, example, { format: 'vasg' });
    expect(await readSafetensors(file)).to.deep.equal(example);
  });

  it('have the layout that other readers expect', async () => {
    const file = path.join(folder, 'layout.safetensors');
    await writeSafetensors(file, example, { note: 'ü' });
    const bytes = readFileSync(file);
    const headerBytes = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerBytes)) as Record<
      string,
      unknown
    >;
    expect(headerBytes % 8).to.equal(0);
    expect(header.__metadata__).to.deep.equal({ note: 'ü' });
    expect(header.bias).to.deep.equal({ dtype: 'F32', shape: [1], data_offsets: [24, 28] });
    expect(bytes.readFloatLE(8 + headerBytes + 24)).to.equal(7);
    expect(bytes).to.have.length(8 + headerBytes + 28);
  });

  it('have the same bytes for the same content', async () => {
    const [a, b] = ['a', 'b'].map((name) => path.join(folder, `${name}.safetensors`));
    expect(await writeSafetensors(a!, example)).to.equal(await writeSafetensors(b!, example));
    expect(readFileSync(a!)).to.deep.equal(readFileSync(b!));
  });

  it('are refused when cut short at any byte, naming the file', async () => {
    const file = path.join(folder, 'cut.safetensors');
    await writeSafetensors(file, example);
    const whole = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        writeFileSync(file, whole);
        truncateSync(file, length);
        const error = await rejection(readSafetensors(file), InputDataError);
        expect(error.message).to.include('cut.safetensors');
      }),
    );
  });

  it('are refused when they are something else, or absent', async () => {
    const file = path.join(folder, 'noise.safetensors');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (noise) => {
        writeFileSync(file, noise);
        await rejection(readSafetensors(file), InputDataError);
      }),
    );
    await rejection(readSafetensors(path.join(folder, 'absent')), MissingArtifactError);
  });

  it('leave nothing behind when they cannot be written', async () => {
    const before = readdirSync(folder);
    const blocked = path.join('/proc', 'vasg.safetensors');
    if (process.platform === 'linux') {
      const outcome = await writeSafetensors(blocked, example).catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(Error);
      expect(
        outcome instanceof StorageError || (outcome as NodeJS.ErrnoException).code === 'ENOENT',
      ).to.be.true;
    }
    expect(readdirSync(folder)).to.deep.equal(before);
  });
});
