import { expect } from 'chai';
import { InputDataError, MissingArtifactError, UsageError } from '../../../src/errors.js';
import { readOverrides } from '../../../src/experiments/reproduce/overrides.js';
import { writeInput } from '../../support/feature-files.js';
import { rejection } from '../../support/rejection.js';
import { temporaryFolder } from '../../support/workspace.js';

const read = (text: string) => readOverrides(writeInput(temporaryFolder(), 'o.json', text));

describe('changes of presets', () => {
  it('are values by model and name', async () => {
    const text = '{"vasg": {"maxSteps": 5, "encoderHidden": [16]}, "bpr": {"numEpochs": 2}}';
    expect(await read(text)).to.deep.equal({
      vasg: { maxSteps: 5, encoderHidden: [16] },
      bpr: { numEpochs: 2 },
    });
  });

  const bad: [text: string, kind: typeof InputDataError | typeof UsageError, message: string][] = [
    ['{', InputDataError, 'JSON'],
    ['[]', InputDataError, 'object'],
    ['{"vasg": 3}', InputDataError, 'vasg'],
    ['{"gru": {}}', InputDataError, 'gru'],
    ['{"vasg": {"visualDim": 3}}', InputDataError, 'visualDim'],
    ['{"vasg": {"windowSize": 4}}', UsageError, 'vasg.windowSize'],
    ['{"constructor": {}}', InputDataError, 'constructor'],
    ['{"vasg": {"toString": 1}}', InputDataError, 'toString'],
  ];
  for (const [text, kind, message] of bad) {
    it(`refuse ${text}`, async () => {
      const error = await rejection(read(text), kind);
      expect(error.message).to.include('o.json').and.include(message);
    });
  }

  it('need a file that can be read', async () => {
    const error = await rejection(readOverrides('/nowhere/o.json'), MissingArtifactError);
    expect(error.message).to.include('/nowhere/o.json');
  });
});
