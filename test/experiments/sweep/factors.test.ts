import { expect } from 'chai';
import { UsageError } from '../../../src/errors.js';
import { parseFactors } from '../../../src/experiments/sweep/factors.js';

describe('the factors of a sweep', () => {
  it('are names and values in the order given, the values of their own type', () => {
    const texts = ['windowSize=3, 5,7', 'noise-std=0,0.1', 'useDecoder=true,false'];
    expect(parseFactors(texts, 'vasg')).to.deep.equal([
      { name: 'windowSize', values: [3, 5, 7] },
      { name: 'noiseStd', values: [0, 0.1] },
      { name: 'useDecoder', values: [true, false] },
    ]);
  });

  it('have layer widths separated by semicolons, and perhaps none', () => {
    expect(parseFactors(['encoderHidden=256;512,256;'], 'vasg')).to.deep.equal([
      { name: 'encoderHidden', values: [[256], [512, 256], []] },
    ]);
  });

  it('are hyper-parameters of the model', () => {
    expect(parseFactors(['visualDim=10,20'], 'vbpr')).to.deep.equal([
      { name: 'visualDim', values: [10, 20] },
    ]);
  });

  const bad: [text: string[], message: string][] = [
    [['windowSize'], 'windowSize'],
    [['=3'], '=3'],
    [['windowSize='], 'empty'],
    [['windowSize=3,,5'], 'empty'],
    [['windowSize=4'], 'odd'],
    [['windowSize=3,x'], 'windowSize'],
    [['windowSize=3,3'], 'twice'],
    [['windowSize=3', 'window-size=5'], 'twice'],
    [['visualDim=10'], 'visualDim'],
    [['useDecoder=perhaps'], 'useDecoder'],
    [['toString=1'], 'toString'],
  ];
  for (const [texts, message] of bad) {
    it(`refuse ${texts.join(' ')}`, () => {
      expect(() => parseFactors(texts, 'vasg')).to.throw(UsageError, message);
    });
  }
});
