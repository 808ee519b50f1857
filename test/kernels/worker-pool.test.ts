import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RunCancelledError } from '../../src/errors.js';
import { WorkerPool } from '../../src/kernels/worker-pool.js';
import { rejection } from '../support/rejection.js';

type Job = number | 'throw' | 'die';

function openPool(signal?: AbortSignal): WorkerPool<Job, number> {
  return new WorkerPool({
    script: 'fixtures/obedient-worker',
    importerUrl: import.meta.url,
    setup: { factor: 2 },
    threads: 2,
    signal,
  });
}

describe('WorkerPool', () => {
  it('answers every job with its own result', async () => {
    const pool = openPool();
    const jobs = Array.from({ length: 50 }, (_, i) => i);
    const results = await Promise.all(jobs.map((job) => pool.run(job)));
    expect(results).to.deep.equal(jobs.map((job) => 2 * job));
    await pool.close();
  });

  it('rejects every job, now and later, with the error that a worker threw', async () => {
    const pool = openPool();
    const jobs = [pool.run('throw'), pool.run(1), pool.run('throw')];
    const error = await rejection(jobs[0]!, RangeError);
    expect(error.message).to.equal('as told');
    await Promise.allSettled(jobs);
    expect(await rejection(pool.run(1), RangeError)).to.equal(error);
    await pool.close();
  });

  it('rejects when a thread dies without an error', async () => {
    const pool = openPool();
    expect((await rejection(pool.run('die'), Error)).message).to.match(/thread ended \(3\)/);
    await pool.close();
  });

  it('rejects with RunCancelledError, keeping the reason, when aborted', async () => {
    const controller = new AbortController();
    const pool = openPool(controller.signal);
    const job = pool.run(1);
    controller.abort('ctrl-c');
    expect((await rejection(job, RunCancelledError)).cause).to.equal('ctrl-c');
    await pool.close();
  });

  it('rejects what is under way when it is closed', async () => {
    const pool = openPool();
    const job = pool.run(1);
    const closed = pool.close();
    await rejection(job, Error);
    await closed;
  });

  it('does not keep the process alive', () => {
    const script = fileURLToPath(new URL('fixtures/leave-pool-open.ts', import.meta.url));
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script], {
      timeout: 15_000,
      encoding: 'utf8',
    });
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: '42' });
  });
});
