import { expect } from 'chai';
import { OURS, nameOf, settingsOf } from '../../../../src/experiments/reproduce/contestants.js';
import { ABLATIONS, ablationsOf } from '../../../../src/experiments/reproduce/quality/ablations.js';
import { FULL } from '../../../../src/experiments/reproduce/sizes.js';

const variants = (overrides: Parameters<typeof settingsOf>[1]) =>
  ablationsOf({ sizes: FULL, overrides });

describe('ablations of our own model', () => {
  it('each have a name and settings of their own that go together and change it', () => {
    expect(variants({}).map(({ name }) => name)).to.deep.equal(ABLATIONS.map(({ name }) => name));
    const names = variants({}).map(({ contestant }) => nameOf(contestant));
    expect(new Set([...names, nameOf(OURS)])).to.have.length(ABLATIONS.length + 1);
    expect(new Set(ABLATIONS.map(({ name }) => name))).to.have.length(ABLATIONS.length);
  });

  it('keep what is changed of the preset', () => {
    const overrides = { 'vasg-default': { embeddingDim: 8 } };
    for (const { contestant } of variants(overrides)) {
      expect(settingsOf(contestant, overrides).hyperparameters).to.deep.include({
        embeddingDim: 8,
        ...contestant.settings,
      });
    }
  });

  it('train as long as the preset does, however short it was made', () => {
    const settingsOfVariant = (name: string, maxSteps?: number) =>
      variants(maxSteps === undefined ? {} : { 'vasg-default': { maxSteps } }).find(
        (variant) => variant.name === name,
      )!.contestant.settings;
    const large = (maxSteps?: number) => settingsOfVariant('few large steps', maxSteps);
    expect(large()).to.deep.equal({ batchSize: 2048, maxSteps: 750 });
    expect(large(60)).to.deep.equal({ batchSize: 2048, maxSteps: 15 });
    expect(large(0)).to.deep.equal({ batchSize: 2048, maxSteps: 0 });
    const passes = [undefined, 600, 60, 0, 9000].map(
      (maxSteps) => settingsOfVariant('table of products', maxSteps).encoderEpochs,
    );
    expect(passes).to.deep.equal([15, 3, 1, 15, 15]);
  });

  it('leave out what the preset has like that already', () => {
    const names = variants({ 'vasg-default': { idDropout: 0 } }).map(({ name }) => name);
    expect(names)
      .to.have.length(ABLATIONS.length - 1)
      .and.not.include('rows never left out');
  });
});
