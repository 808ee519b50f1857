import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RankingEvaluation } from '../../src/commands/evaluate/ranking.js';
import { availablePeers } from '../../src/experiments/evaluate/available-peers.js';
import { PEERS } from '../../src/experiments/evaluate/peers.js';
import { findPython } from '../../src/trainer/python/environment.js';
import { RunningCli, vasg, vasgJson } from '../support/cli.js';
import { withoutModule } from '../support/python-without.js';
import { queryRows } from '../support/query-rows.js';
import { copyOf, tinyShop } from '../support/shop-workspace.js';

const RANK = ['evaluate', 'ranking', '--dataset', 'shop', '--runs', 'none', '--threads', '1'];

const peerFolders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('vasg-peer.'));

describe('peers', function () {
  this.timeout(120_000);
  let workspace: string;

  before(async () => (workspace = copyOf((await tinyShop()).split)));

  it('say which command installs their libraries, before anything is measured', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vasg-bare-'));
    try {
      const python = withoutModule(folder, (await findPython()).executable, 'implicit');
      const env = { VASG_PYTHON: python };
      const args = [...RANK, '--baselines', 'all,als'];
      const { code, stderr } = await vasg(args, { workspace, env });
      expect(code).to.equal(5);
      expect(stderr).to.contain('lacks implicit').and.contain('vasg setup --peers');
      expect(stderr).not.to.contain('Ranking with');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  describe('with their libraries', () => {
    before(async function () {
      const { lacking } = await availablePeers(PEERS, 100, {});
      if (lacking.length === 0) return;
      process.stderr.write(`skipped: ${lacking.map(({ error }) => error.message).join(' ')}\n`);
      this.skip();
    });

    it('rank warm products better than chance, the same each time', async () => {
      const args = [...RANK, '--baselines', 'all,peers'];
      const evaluation = await vasgJson<RankingEvaluation>(args, { workspace });
      const { rows, peers } = evaluation;
      const titles = ['ItemKNN', 'EASE', 'ALS'];
      expect(peers.map(({ model }) => model)).to.deep.equal(titles);
      for (const { model, settings, validationAuc } of peers) {
        expect(validationAuc, model).to.be.within(0.4, 1);
        expect(Object.keys(settings), model).not.to.have.length(0);
        const [warm, ...others] = rows.filter((row) => row.model === model);
        expect(warm).to.include({ part: 'warm', candidates: 'warm' });
        expect(warm!.aucHalfTies, model).to.be.above(0.55);
        expect(others.map(({ auc }) => auc)).to.deep.equal([null, null, null]);
      }
      expect(await vasgJson(args, { workspace })).to.deep.equal(evaluation);
      expect(peerFolders()).to.deep.equal([]);
      const drawn = await queryRows(
        workspace,
        'SELECT DISTINCT model FROM metrics WHERE seed IS NOT NULL ORDER BY model',
      );
      expect(drawn).to.deep.equal([{ model: 'ALS' }, { model: 'RAND' }]);
    });

    it('are left out of their group where a library is missing, with a warning', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'vasg-bare-'));
      try {
        const env = {
          VASG_PYTHON: withoutModule(folder, (await findPython()).executable, 'implicit'),
        };
        const { code, stderr, stdout } = await vasg([...RANK, '--baselines', 'peers'], {
          ...{ workspace, env },
        });
        expect(code, stderr).to.equal(0);
        expect(stderr.split('Without ItemKNN, ALS.')).to.have.length(2);
        expect(stdout).to.contain('EASE').and.not.contain('ALS');
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it('leave nothing behind when they are interrupted', async () => {
      const args = [...RANK, '--baselines', 'als', '--json'];
      const running = new RunningCli(args, { workspace });
      await running.event(({ event }) => event === 'progress');
      expect(peerFolders()).to.have.length(1);
      running.kill('SIGINT', { group: true });
      expect((await running.finished).code).to.equal(130);
      expect(peerFolders()).to.deep.equal([]);
    });
  });
});
