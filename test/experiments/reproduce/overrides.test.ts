import { expect } from 'chai';
import { PRESETS } from '../../../src/config/presets.js';
import { InputDataError, MissingArtifactError } from '../../../src/errors.js';
import { experimentName } from '../../../src/experiments/reproduce/experiment-name.js';
import { readOverrides } from '../../../src/experiments/reproduce/overrides.js';
import { writeInput } from '../../support/feature-files.js';
import { rejection } from '../../support/rejection.js';
import { temporaryFolder } from '../../support/workspace.js';

const read = (text: string) => readOverrides(writeInput(temporaryFolder(), 'o.json', text));

describe('changes of presets', () => {
  it('are values by name, of a model for all its presets', async () => {
    const text = '{"vasg": {"maxSteps": 5, "encoderHidden": [16]}, "bpr": {"numEpochs": 2}}';
    const vasg = { maxSteps: 5, encoderHidden: [16] };
    expect(await read(text)).to.deep.equal({
      ...{ 'vasg-default': vasg, 'vasg-paper': vasg, 'vasg-authors': vasg },
      'bpr-default': { numEpochs: 2 },
    });
  });

  it('are values of one preset, which count more than those of its model', async () => {
    expect(await read('{"vasg-paper": {"encoderEpochs": 2}}')).to.deep.equal({
      'vasg-paper': { encoderEpochs: 2 },
    });
    const both = '{"bpr-default": {"numEpochs": 2}, "bpr": {"numEpochs": 3, "patience": 9}}';
    expect(await read(both)).to.deep.equal({ 'bpr-default': { numEpochs: 2, patience: 9 } });
  });

  it('are none where a preset has the value already', async () => {
    const { numEpochs } = PRESETS.bpr.default;
    const same = JSON.stringify({ vasg: {}, 'vasg-paper': {}, bpr: { numEpochs } });
    const overrides = await read(same);
    expect(overrides).to.deep.equal({});
    expect(experimentName({ quick: false, overrides })).to.equal('reproduction');
    const { windowSize, encoderHidden } = PRESETS.vasg.authors;
    expect(windowSize).not.to.equal(PRESETS.vasg.paper.windowSize);
    const some = await read(JSON.stringify({ vasg: { windowSize, encoderHidden } }));
    expect(some).not.to.have.any.keys('vasg-authors');
    expect(some['vasg-paper']).to.include({ windowSize });
  });

  it('are refused with the names that there are', async () => {
    const error = await rejection(read('{"vasg-papper": {}}'), InputDataError);
    expect(error.suggestions?.join()).to.include(' vasg, ').and.include(' vasg-paper, ');
  });

  const bad: [text: string, message: string][] = [
    ['{', 'JSON'],
    ['[]', 'object'],
    ['{"vasg": 3}', 'vasg'],
    ['{"gru": {}}', 'gru'],
    ['{"vasg": {"visualDim": 3}}', 'visualDim'],
    ['{"vasg": {"windowSize": 4}}', 'vasg.windowSize'],
    ['{"vasg-paper": {"windowSize": 4}}', 'vasg-paper.windowSize'],
    ['{"bpr-paper": {}}', 'bpr-paper'],
    ['{"__proto__": {}}', '__proto__'],
    ['{"constructor": {}}', 'constructor'],
    ['{"vasg": {"toString": 1}}', 'toString'],
  ];
  for (const [text, message] of bad) {
    it(`refuse ${text}`, async () => {
      const error = await rejection(read(text), InputDataError);
      expect(error.message).to.include('o.json').and.include(message);
    });
  }

  it('need a file that can be read', async () => {
    const error = await rejection(readOverrides('/nowhere/o.json'), MissingArtifactError);
    expect(error.message).to.include('/nowhere/o.json');
  });
});
