import { readFileSync } from 'node:fs';
import path from 'node:path';
import { captureOutput } from '@oclif/test';
import { expect } from 'chai';
import DataSynth, { type DataSynthResult } from '../../../src/commands/data/synth.js';
import { UsageError } from '../../../src/errors.js';
import { temporaryFolder } from '../../support/workspace.js';

const root = path.resolve(import.meta.dirname, '../../..');

function synth(...argv: string[]): ReturnType<typeof captureOutput<DataSynthResult>> {
  return captureOutput<DataSynthResult>(() => DataSynth.run(argv, root));
}

describe('data synth', () => {
  it('writes the shop and says what is in it', async () => {
    const out = path.join(temporaryFolder(), 'shop');
    const { stdout, stderr, result, error } = await synth('tiny', '--out', out, '--seed', '7');
    expect(error).to.be.undefined;
    expect(stdout).to.include('120 users with at least 5 products, 300 products').and.include(out);
    expect(stderr).to.include('Writing features').and.not.include(out);
    expect(result).to.include({ preset: 'tiny', seed: 7, featureDim: 64, folder: out });
    const manifest = JSON.parse(readFileSync(path.join(out, 'synth.json'), 'utf8')) as object;
    expect(result).to.deep.include(manifest);
  });

  it('prints one JSON document on stdout with --json', async () => {
    const out = path.join(temporaryFolder(), 'shop');
    const { stdout } = await synth('tiny', '--out', out, '--reviews', '--json');
    const printed = JSON.parse(stdout) as DataSynthResult;
    expect(printed.counts).to.include({ users: 120, products: 300, ratings: 1000 });
    expect(printed.files.map(({ name }) => name)).to.include('reviews.json.gz');
    expect(printed.seconds).to.be.greaterThan(0);
  });

  it('takes other sizes', async () => {
    const out = path.join(temporaryFolder(), 'shop');
    const sizes = ['--users', '30', '--products', '80', '--ratings', '200', '--feature-dim', '8'];
    const { result } = await synth('tiny', '--out', out, ...sizes);
    expect(result?.counts).to.include({ users: 30, products: 80, ratings: 200 });
    expect(result?.featureDim).to.equal(8);
  });

  it('refuses sizes that no shop can have, and a folder in use', async () => {
    const out = temporaryFolder();
    const small = await synth('tiny', '--out', out, '--ratings', '10');
    expect(small.error).to.be.instanceOf(UsageError);
    expect(small.error?.message).to.include('--ratings 10 is too few for --users 120');
    expect((await synth('tiny', '--out', out)).error).to.be.undefined;
    const again = await synth('tiny', '--out', out);
    expect(again.error?.oclif?.exit).to.equal(2);
    expect((await synth('tiny', '--out', out, '--force')).error).to.be.undefined;
  });

  it('names the presets when asked for another', async () => {
    const { error } = await synth('huge', '--out', temporaryFolder());
    expect(error?.message).to.include('women');
    expect(error?.oclif?.exit).to.equal(2);
  });
});
