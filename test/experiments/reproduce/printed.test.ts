import { expect } from 'chai';
import {
  ANALOGY_PRECISION_AT_5,
  AUTHORS_LOG,
  CATEGORIES,
  CLAIMS,
  KURTOSIS,
  TABLE_1,
  TABLE_2,
  TABLE_3,
  numberIn,
} from '../../../src/experiments/reproduce/printed.js';
import { SHOP_PRESETS } from '../../../src/synth/presets.js';

/** The tables as the paper's text has them, typed in a second time. */
const PAPER = {
  table1: `
    Women 116,971 14,110 307,863
    Men 62,376 19,618 187,181
    Shoes 71,219 22,066 211,818
    Jewelry 62,958 13,975 161,439`,
  table2: `
    Women warm 0.4998 0.6134 0.7982 0.8964
    Women cold 0.5001 0.5912 - 0.7596
    Men warm 0.4897 0.6468 0.7753 0.8758
    Men cold 0.4954 0.6094 - 0.7061
    Shoes warm 0.5023 0.6318 0.8116 0.8972
    Shoes cold 0.4995 0.5846 - 0.7261
    Jewelry warm 0.4987 0.6087 0.7629 0.8801
    Jewelry cold 0.5003 0.5704 - 0.7134`,
  table3: `
    Women 67.82% 87.43% 79.59%
    Men 66.23% 87.13% 80.12%
    Shoes 69.34% 89.67% 81.56%
    Jewelry 65.42% 83.25% 79.36%`,
};

const countsOf = (name: keyof typeof TABLE_1): Record<string, number> =>
  Object.fromEntries(
    Object.entries(TABLE_1[name]).map(([what, printed]) => [what, numberIn(printed)]),
  );

const linesOf = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' '));

describe('the numbers that the paper prints', () => {
  it('are those of Table 1', () => {
    const lines = CATEGORIES.map((name) => {
      const { products, users, ratings } = TABLE_1[name];
      return [name, products, users, ratings];
    });
    expect(lines).to.deep.equal(linesOf(PAPER.table1));
  });

  it('are those of Table 2, which has nothing for VBPR on cold products', () => {
    const lines = CATEGORIES.flatMap((name) =>
      (['warm', 'cold'] as const).map((part) => {
        const { RAND, WBOI, VBPR, VASG } = TABLE_2[name];
        const cells = [RAND, WBOI, VBPR, VASG].map((model) => model[part] ?? '-');
        return [name, part, ...cells];
      }),
    );
    expect(lines).to.deep.equal(linesOf(PAPER.table2));
  });

  it('are those of Table 3', () => {
    const lines = CATEGORIES.map((name) => {
      const { INN, IBR, VASG } = TABLE_3[name];
      return [name, INN, IBR, VASG];
    });
    expect(lines).to.deep.equal(linesOf(PAPER.table3));
  });

  it('are those of sections 5 and 6', () => {
    expect(ANALOGY_PRECISION_AT_5).to.deep.equal({ Men: '89.7%' });
    expect(KURTOSIS).to.deep.equal({ Men: { VASG: '0.87', features: '3.67' } });
    expect(CLAIMS.embeddingDim).to.contain('70');
    expect(CLAIMS.noise).to.contain('1.8 %');
    expect(CLAIMS.window).to.contain('3, 5, 7 and 9').and.to.contain('7 gives the best');
    expect(CLAIMS.decoder).to.contain('2.4 %');
  });

  it('stand for numbers', () => {
    const numbers = ['116,971', '0.4998', '67.82%', '89.7%'].map(numberIn);
    expect(numbers).to.deep.equal([116_971, 0.4998, 0.6782, 0.897]);
  });

  it('agree with the counts that the authors logged and with the shops that `data synth` makes', () => {
    for (const [name, { products, users }] of Object.entries(AUTHORS_LOG)) {
      expect(countsOf(name as keyof typeof AUTHORS_LOG)).to.include({ products, users });
    }
    for (const name of CATEGORIES) {
      const preset = SHOP_PRESETS[name.toLowerCase() as Lowercase<typeof name>];
      expect(preset).to.include(countsOf(name));
    }
  });
});
