import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('scripts/generate-proto.mjs', function () {
  this.timeout(30_000);
  let fresh: string;

  before(function () {
    if (!existsSync(join(root, '.venv'))) this.skip();
    fresh = mkdtempSync(join(tmpdir(), 'vasg-generated-'));
    execFileSync(process.execPath, [join(root, 'scripts/generate-proto.mjs'), '--out', fresh]);
  });
  after(() => fresh && rmSync(fresh, { recursive: true }));

  for (const folder of ['src/generated/vasg/v1', 'python/src/vasg/v1']) {
    it(`gives what is in ${folder}: nothing there is stale`, () => {
      const names = readdirSync(join(fresh, folder));
      expect(names).to.not.be.empty;
      for (const name of names) {
        const [now, then] = [fresh, root].map((base) =>
          readFileSync(join(base, folder, name), 'utf8'),
        );
        expect(then === now, `${folder}/${name} is stale: run \`npm run generate\``).to.equal(true);
      }
    });
  }

  it('marks what it writes as generated', () => {
    const text = readFileSync(join(fresh, 'src/generated/vasg/v1/tensor.ts'), 'utf8');
    expect(text).to.match(/DO NOT EDIT/);
  });
});
