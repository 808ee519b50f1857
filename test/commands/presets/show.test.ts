import { expect } from 'chai';
import PresetsList from '../../../src/commands/presets/list.js';
import PresetsShow, { type PresetsShowResult } from '../../../src/commands/presets/show.js';
import { runCommand } from '../../support/run-command.js';
import { temporaryFolder } from '../../support/workspace.js';

describe('presets', () => {
  const workspace = temporaryFolder();
  const show = (...argv: string[]) => runCommand<PresetsShowResult>(PresetsShow, argv, workspace);

  it('list names them', async () => {
    const { stdout } = await runCommand(PresetsList, [], workspace);
    expect(stdout).to.include('authors').and.include('vbpr');
  });

  it('show has a column for each preset, or for the one asked for', async () => {
    const all = await show();
    expect(all.result?.presets).to.deep.equal(['default', 'paper', 'authors']);
    const one = await show('paper');
    expect(one.result?.presets).to.deep.equal(['paper']);
    expect(one.result?.knobs.length).to.equal(all.result?.knobs.length);
    expect(one.stdout).to.include('256,512,1024,2048').and.not.include('authors');
  });

  it('show --diff has only what differs, and why', async () => {
    const { result, stdout } = await show('--diff', 'paper', 'authors');
    const transition = result?.knobs.find(({ name }) => name === 'walkTransition');
    expect(transition?.values).to.deep.equal({ paper: 'uniform', authors: 'rating' });
    expect(transition?.why.authors).to.match(/ratings/);
    expect(result?.knobs.map(({ name }) => name)).not.to.include('embeddingDim');
    expect(stdout).to.include('Why authors departs from the paper').and.not.include('Why paper');
  });

  it('show --diff finds nothing between a preset and itself', async () => {
    const { result, stdout } = await show('--diff', 'paper', 'paper');
    expect(result?.knobs).to.deep.equal([]);
    expect(stdout).to.include('0 knobs differ');
  });

  for (const argv of [
    ['--diff', 'paper'],
    ['paper', '--diff', 'paper', 'authors'],
    ['--model', 'bpr', 'paper'],
    ['--model', 'bpr', '--diff', 'paper', 'default'],
    ['theirs'],
  ]) {
    it(`show refuses ${argv.join(' ')}`, async () => {
      expect((await show(...argv)).error?.oclif?.exit).to.equal(2);
    });
  }
});
