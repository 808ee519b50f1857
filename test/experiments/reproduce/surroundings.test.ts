import { expect } from 'chai';
import { withCatalog } from '../../../src/catalog/connection.js';
import { insertRun, type RunRecord } from '../../../src/catalog/runs.js';
import { surroundingsOf } from '../../../src/experiments/reproduce/surroundings.js';
import { temporaryFolder } from '../../support/workspace.js';

const run = (runId: string, device: string, versions: Record<string, string>): RunRecord => ({
  ...{ runId, dataset: 'shop', split: 'default', model: 'vasg', preset: 'paper', seed: 1 },
  ...{ requestHash: 'hash', status: 'completed', config: {}, device, versions },
  startedAt: '2026-01-01T00:00:00.000Z',
});

describe('the surroundings of a reproduction', () => {
  const workspace = temporaryFolder();
  const of = (runIds: string[]) => surroundingsOf(runIds, { workspace, threads: 3 });

  before(() =>
    withCatalog(workspace, 'write', async (catalog) => {
      for (const stored of [
        run('a', 'A CPU', { torch: '2.12.0', node: 'v1', vasg: '0' }),
        run('b', 'A CPU', { torch: '2.13.0' }),
        run('c', 'A GPU', { torch: '2.13.0', cuda: '12.6' }),
      ])
        await insertRun(catalog, { ...stored, splitInputHash: 'hash' });
    }),
  );

  it('name the devices and versions of all runs', async () => {
    const { machine, versions } = await of(['a', 'b', 'c', 'a', 'deleted']);
    expect(machine).to.include({ device: 'A CPU; A GPU', threads: 3 });
    expect(versions).to.include({ torch: '2.12.0; 2.13.0', cuda: '12.6', node: process.version });
  });

  it('name those of its own runs alone', async () => {
    const { machine, versions } = await of(['b']);
    expect(machine.device).to.equal('A CPU');
    expect(versions).to.include({ torch: '2.13.0' }).and.not.to.have.property('cuda');
  });

  it('have no device when nothing was trained', async () => {
    expect((await of([])).machine.device).to.equal('none');
  });
});
