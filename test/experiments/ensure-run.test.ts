import { expect } from 'chai';
import { chooseRun, type KnownRun } from '../../src/experiments/ensure-run.js';

const run = (
  runId: string,
  status: KnownRun['status'],
  folder: KnownRun['folder'] = status === 'completed' ? 'manifest' : 'request',
): KnownRun => ({ runId, status, folder });

describe('the run to use for a request', () => {
  it('is a new one when there is none', () => {
    expect(chooseRun([])).to.deep.equal({ origin: 'trained' });
  });

  it('is the first that is complete', () => {
    const runs = [run('a', 'failed'), run('b', 'completed'), run('c', 'completed')];
    expect(chooseRun(runs)).to.deep.equal({ origin: 'reused', runId: 'b' });
  });

  for (const status of ['running', 'cancelled', 'failed'] as const) {
    it(`goes on with the youngest interrupted one (${status})`, () => {
      const runs = [run('a', 'running'), run('b', status)];
      expect(chooseRun(runs)).to.deep.equal({ origin: 'resumed', runId: 'b' });
    });
  }

  it('is recorded by a resume when it was killed between its manifest and the catalog', () => {
    const runs = [run('a', 'running', 'manifest'), run('b', 'running')];
    expect(chooseRun(runs)).to.deep.equal({ origin: 'resumed', runId: 'a' });
  });

  it('is not one whose folder was deleted', () => {
    const runs = [run('a', 'completed', 'none'), run('b', 'failed', 'none')];
    expect(chooseRun(runs)).to.deep.equal({ origin: 'trained' });
  });

  it('is not one that lost its manifest, though the catalog calls it complete', () => {
    expect(chooseRun([run('a', 'completed', 'request')])).to.deep.equal({ origin: 'trained' });
  });
});
