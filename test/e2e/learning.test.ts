import { join } from 'node:path';
import { expect } from 'chai';
import type { RankingEvaluation } from '../../src/experiments/evaluate/evaluate-ranking.js';
import { expectSuccess, vasg, vasgJson } from '../support/cli.js';
import { ingestArguments } from '../support/shop-workspace.js';
import { temporaryFolder } from '../support/workspace.js';

describe('what a model learns from the small shop', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  const at = { workspace: join(folder, 'workspace') };
  const smaller = ['--embedding-dim', '32', '--device', 'cpu'];

  before(async () => {
    const raw = join(folder, 'raw');
    const size = ['--feature-dim', '96', '--no-images'];
    const synth = ['data', 'synth', 'small', '--out', raw, '--seed', '1', ...size];
    expectSuccess(await vasg(synth));
    expectSuccess(await vasg(ingestArguments(raw), at));
    expectSuccess(await vasg(['data', 'split', '--dataset', 'shop'], at));
  });

  async function aucAfter(preset: string, baselines: string, ...flags: string[]) {
    const train = ['train', '--dataset', 'shop', '--preset', preset, ...smaller, ...flags];
    expectSuccess(await vasg(train, at));
    const { rows } = await vasgJson<RankingEvaluation>(
      ['evaluate', 'ranking', '--baselines', baselines],
      at,
    );
    return (model: string, part: 'warm' | 'cold'): number =>
      rows.find((row) => row.model === model && row.part === part && row.candidates === part)!.auc!;
  }

  it('ranks warm and cold products better than chance and than image similarity', async () => {
    const auc = await aucAfter(
      ...(['default', 'rand,wboi'] as const),
      ...['--max-steps', '600', '--validate-every', '100', '--encoder-hidden', '64'],
    );
    for (const part of ['warm', 'cold'] as const) {
      expect(auc('RAND', part)).to.be.within(0.45, 0.55);
      expect(auc('WBOI', part)).to.be.above(auc('RAND', part));
      expect(auc('VASG', part), part).to.be.above(auc('WBOI', part));
      expect(auc('VASG', part), part).to.be.above(0.65);
    }
  });

  it("ranks warm products better than chance by the paper's text", async () => {
    const auc = await aucAfter(
      ...(['paper', 'rand'] as const),
      ...['--max-steps', '600', '--validate-every', '50'],
      ...['--decoder-hidden', '64', '--encoder-hidden', '64', '--encoder-epochs', '5'],
    );
    expect(auc('VASG', 'warm')).to.be.above(auc('RAND', 'warm') + 0.02);
  });
});
