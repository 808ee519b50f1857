import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const interruption = fileURLToPath(new URL('../src/interruption.ts', import.meta.url));

/** Listens while it has a child of execa's, says so, and says what comes. */
const PROGRAM = `
  import { execa } from 'execa';
  import { listenEarly, takeInterruption } from '${interruption}';
  listenEarly();
  const interruption = takeInterruption();
  interruption.signal.addEventListener('abort', () => console.log(interruption.signal.reason.code));
  const child = execa(process.execPath, ['-e', 'setTimeout(() => {}, 20_000)'], { reject: false });
  console.log('ready');
  await child;
`;

describe('Interruption', function () {
  this.timeout(30_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    it(`aborts by the first ${name}, though execa listens too, and ends by the second`, async () => {
      const args = ['--import', 'tsx', '--input-type', 'module', '--eval', PROGRAM];
      const program = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(program, 'exit');
      await once(program.stdout, 'data');
      program.kill(name);
      expect(String(await once(program.stdout, 'data')).trim()).to.equal('CANCELLED');
      program.kill(name);
      expect(await ended).to.deep.equal([null, name]);
    });
  }
});
