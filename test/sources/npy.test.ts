import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { InputDataError } from '../../src/errors.js';
import { createNpyWriter, openNpy } from '../../src/sources/npy.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

const folder = temporaryFolder();
let counter = 0;
const freshPath = () => join(folder, `${counter++}.npy`);

/** A file with NumPy's header text for the given keys, followed by `data`. */
function npyFile(
  { descr = "'<f4'", order = 'False', shape = '(2, 3)', major = 1 },
  data: Uint8Array = new Uint8Array(24),
): string {
  const text = `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
  const lengthBytes = major === 1 ? 2 : 4;
  const header = Buffer.alloc(8 + lengthBytes);
  header.write('\x93NUMPY', 'latin1');
  header.writeUInt8(major, 6);
  header.writeUIntLE(text.length, 8, lengthBytes);
  const path = freshPath();
  writeFileSync(path, Buffer.concat([header, Buffer.from(text), data]));
  return path;
}

async function readAll(path: string): Promise<{ rows: number; dim: number; values: number[] }> {
  const matrix = await openNpy(path);
  try {
    const values = Array.from(await matrix.read(0, matrix.rows));
    return { rows: matrix.rows, dim: matrix.dim, values };
  } finally {
    await matrix.close();
  }
}

describe('npy files', () => {
  it('gives back exactly what was written, whole, in rows and in chunks', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer(),
        async (rows, dim, chunkBytes, first) => {
          const values = Float32Array.from({ length: rows * dim }, (_, i) => first * i * 0.37);
          const path = freshPath();
          const writer = await createNpyWriter(path, { rows, dim });
          for (let row = rows - 1; row >= 0; row--) {
            writer.writeAt(row, values.subarray(row * dim, (row + 1) * dim));
          }
          await writer.commit();
          expect((await readAll(path)).values).to.deep.equal(Array.from(values));
          const matrix = await openNpy(path);
          const chunks: Uint8Array[] = [];
          for await (const chunk of matrix.chunks(chunkBytes)) {
            expect(chunk.byteLength).to.be.within(1, chunkBytes);
            chunks.push(chunk.slice());
          }
          await matrix.close();
          expect(Buffer.concat(chunks).equals(Buffer.from(values.buffer))).to.equal(true);
        },
      ),
      { numRuns: 60 },
    ));

  it('reads float64 and float16', async () => {
    const doubles = new Uint8Array(new Float64Array([1, -2.5, 0.1, 4, 5, 6]).buffer);
    expect((await readAll(npyFile({ descr: "'<f8'" }, doubles))).values).to.deep.equal(
      [1, -2.5, 0.1, 4, 5, 6].map(Math.fround),
    );
    const halves = new Uint8Array(
      new Uint16Array([0x3c00, 0xc100, 0x0001, 0x7c00, 0x0000, 0x7bff]).buffer,
    );
    expect((await readAll(npyFile({ descr: "'<f2'" }, halves))).values).to.deep.equal([
      1,
      -2.5,
      2 ** -24,
      Infinity,
      0,
      65504,
    ]);
  });

  for (const [descr, values] of [
    ['<f4', new Float32Array([1, 2, 3, 4, 5, 6])],
    ['<f8', new Float64Array([1, 2, 3, 4, 5, 6])],
    ['<f2', new Uint16Array([0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600])],
  ] as const) {
    it(`reads ${descr} into the middle of a buffer and touches nothing beside it`, async () => {
      const matrix = await openNpy(
        npyFile({ descr: `'${descr}'`, shape: '(3, 2)' }, new Uint8Array(values.buffer)),
      );
      const whole = new Float32Array(8).fill(-1);
      await matrix.readInto(new Uint8Array(whole.buffer, 12, 16), 1);
      await matrix.close();
      expect([...whole]).to.deep.equal([-1, -1, -1, 3, 4, 5, 6, -1]);
    });
  }

  it('leaves a chunk as it is while the next one is read', async () => {
    const values = Float32Array.from({ length: 60 }, (_, i) => i);
    const file = npyFile({ shape: '(20, 3)' }, new Uint8Array(values.buffer));
    const matrix = await openNpy(file);
    const seen: number[] = [];
    for await (const chunk of matrix.chunks(24)) {
      // Long enough for a file of this size to be read to its end.
      await setTimeout(5);
      seen.push(...new Float32Array(chunk.slice().buffer));
    }
    await matrix.close();
    expect(seen).to.deep.equal([...values]);
  });

  it('reads version 2 headers', async () => {
    expect((await readAll(npyFile({ major: 2 }))).rows).to.equal(2);
  });

  const refused: [string, () => string, RegExp][] = [
    ['another file', () => writeNew(Buffer.from('user,item\n1,2\n')), /magic bytes/],
    ['an empty file', () => writeNew(Buffer.alloc(0)), /magic bytes/],
    ['an unknown version', () => npyFile({ major: 9 }), /version 9/],
    ['Fortran order', () => npyFile({ order: 'True' }), /Fortran/],
    ['one dimension', () => npyFile({ shape: '(6,)' }), /1 dimensions/],
    ['three dimensions', () => npyFile({ shape: '(2, 3, 1)' }), /3 dimensions/],
    ['objects', () => npyFile({ descr: "'|O'" }), /pickle.*never loaded/],
    ['big-endian values', () => npyFile({ descr: "'>f4'" }), /big-endian/],
    ['integers', () => npyFile({ descr: "'<i8'" }), /type <i8/],
    ['records', () => npyFile({ descr: "[('a', '<f4')]" }), /named fields/],
    ['no columns', () => npyFile({ shape: '(2, 0)' }, new Uint8Array()), /no feature matrix/],
    [
      'too few bytes',
      () => npyFile({}, new Uint8Array(20)),
      /cut short at byte \d+, inside row 1 of 2/,
    ],
    ['too many bytes', () => npyFile({}, new Uint8Array(25)), /1 bytes follow its last row/],
    ['a folder', () => folder, /it is a folder/],
    ['nothing', () => join(folder, 'none.npy'), /no such file/],
  ];
  for (const [what, make, message] of refused) {
    it(`refuses ${what}`, async () => {
      const path = make();
      const error = await rejection(openNpy(path), InputDataError);
      expect(error.message).to.match(message).and.include(path);
    });
  }

  it('answers every cut and every random file with InputDataError', async () => {
    const whole = readFileSync(npyFile({}));
    for (let length = 0; length < whole.length; length++) {
      await rejection(openNpy(writeNew(whole.subarray(0, length))), InputDataError);
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
        const start = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
        await rejection(openNpy(writeNew(Buffer.concat([start, bytes]))), InputDataError);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves nothing behind when it is aborted', async () => {
    const path = join(temporaryFolder(), 'features', 'x.npy');
    const writer = await createNpyWriter(path, { rows: 2, dim: 2 });
    writer.write(new Float32Array(2));
    await writer.abort();
    expect(existsSync(path)).to.equal(false);
    expect(readdirSync(join(path, '..'))).to.deep.equal([]);
  });

  it('writes what NumPy reads', async function () {
    const python = join(import.meta.dirname, '..', '..', '.venv', 'bin', 'python');
    if (!existsSync(python)) return this.skip();
    const path = freshPath();
    const writer = await createNpyWriter(path, { rows: 2, dim: 3 });
    writer.write(Float32Array.of(1, 2, 3, 4, 5, 6));
    await writer.commit();
    const script = `import numpy, sys; a = numpy.load(sys.argv[1]); print(a.dtype, a.tolist())`;
    expect(execFileSync(python, ['-c', script, path]).toString().trim()).to.equal(
      'float32 [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]',
    );
  });
});

function writeNew(bytes: Uint8Array): string {
  const path = freshPath();
  writeFileSync(path, bytes);
  return path;
}
