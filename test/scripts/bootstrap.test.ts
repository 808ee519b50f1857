import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { bootstrapModules } from '../support/bootstrap-modules.js';
import { Screen } from '../support/screen.js';

describe('scripts/bootstrap.mjs', () => {
  let modules: Awaited<ReturnType<typeof bootstrapModules>>;
  let folder: string;

  before(async () => (modules = await bootstrapModules()));
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vasg-bootstrap-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('wants Node 20.19 or newer', () => {
    for (const version of ['18.20.0', '20.18.9']) {
      expect(() => modules.checkNodeVersion(version)).to.throw(`Node ${version} is too old`);
    }
    for (const version of ['20.19.0', '22.0.0']) modules.checkNodeVersion(version);
  });

  it('lets one run at a time, the other waits and says so', async () => {
    const release = await modules.holdLock(() => undefined, { folder });
    const waits: string[] = [];
    let second: (() => void) | undefined;
    const waiting = modules
      .holdLock((owner) => waits.push(owner), { folder })
      .then((release) => (second = release));
    await sleep(500);
    expect(second).to.equal(undefined);
    expect(waits).to.deep.equal([`process ${process.pid} on ${hostname()}`]);
    release();
    await waiting;
    second!();
    expect(existsSync(join(folder, 'lock'))).to.equal(false);
  });

  it('takes over from a process that is gone', async () => {
    // Process ids end below 2^22 on Linux.
    writeFileSync(join(folder, 'lock'), `99999999 ${hostname()} 0`);
    (await modules.holdLock(() => undefined, { folder }))();
  });

  it('takes over a lock of another machine that nobody keeps alive', async () => {
    writeFileSync(join(folder, 'lock'), '1 elsewhere 0');
    const started = Date.now();
    (await modules.holdLock(() => undefined, { folder, staleAfterMs: 700 }))();
    expect(Date.now() - started).to.be.greaterThan(600);
  });

  it('repeats a step when an input changes in name or content, and only then', () => {
    const file = join('test', 'fixtures');
    const step = { name: 'x', inputs: [file], outputs: [] };
    const hash = modules.hashInputs(step);
    expect(modules.hashInputs(step)).to.equal(hash);
    expect(modules.hashInputs({ ...step, inputs: [] })).to.not.equal(hash);
    expect(modules.hashInputs({ ...step, ignore: () => true })).to.not.equal(hash);
  });

  it('knows its steps in the order in which they need each other', () => {
    expect(modules.steps.map(({ name }) => name)).to.deep.equal([
      'node-packages',
      'python',
      'peers',
      'references',
      'contract',
      'kernels',
      'build',
    ]);
  });

  it('keeps the live line of a step within the terminal', () => {
    const { CI } = process.env;
    delete process.env.CI;
    const screen = new Screen(40);
    try {
      modules.createReporter({ quiet: false, stream: screen.stream }).begin('long '.repeat(20))(
        'done',
      );
    } finally {
      if (CI !== undefined) process.env.CI = CI;
    }
    expect(screen.lines).to.deep.equal([`bootstrap: ${'long '.repeat(20)}`.slice(0, 39), '']);
    for (const { title } of modules.steps) {
      expect(`bootstrap: ${title} ... running (1000 s)`.length).to.be.below(80);
    }
  });
});
