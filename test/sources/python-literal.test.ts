import { expect } from 'chai';
import fc from 'fast-check';
import { LiteralError } from '../../src/sources/literal-cursor.js';
import { parseLiteral, type Literal } from '../../src/sources/python-literal.js';

/** Maps as objects, so that they compare. */
function plain(value: Literal): unknown {
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<string, Literal>)];
    return Object.fromEntries(entries.map(([key, each]) => [key, plain(each)]));
  }
  return Array.isArray(value) ? (value as Literal[]).map(plain) : value;
}

const parse = (text: string) => plain(parseLiteral(text));

/** A string as one of the ways in which Python and JSON write it; `choices` decides which, letter by letter. */
function quote(text: string, choices: readonly number[]): string {
  const mark = `'"`[choices[0]! % 2]!;
  const letters = [...text].map((letter, i) => {
    const code = letter.codePointAt(0)!;
    const hex = (digits: number) => code.toString(16).padStart(digits, '0');
    const ways = [
      ...(letter === mark || letter === '\\' ? [`\\${letter}`] : [letter]),
      ...(code <= 0xff ? [`\\x${hex(2)}`] : []),
      ...(code <= 0xffff ? [`\\u${hex(4)}`] : []),
      `\\U${hex(8)}`,
    ];
    return ways[choices[(i + 1) % choices.length]! % ways.length]!;
  });
  return `${['', 'u', 'U'][choices[1]! % 3]!}${mark}${letters.join('')}${mark}`;
}

const choices = fc.array(fc.nat(), { minLength: 3, maxLength: 8 });
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(`'`, `"`, '\\', `it's`, `"so"`, '\\x41', 'é'),
);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));

/** A value with a way to write it: [text, value]. */
const { literal } = fc.letrec<{ literal: [string, unknown] }>((tie) => ({
  literal: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<[string, unknown]>(['None', null], ['null', null], ['True', true]),
    fc.constantFrom<[string, unknown]>(['False', false], ['true', true], ['false', false]),
    number.map((value): [string, unknown] => [String(value), Number(String(value))]),
    fc.tuple(text, choices).map(([value, how]): [string, unknown] => [quote(value, how), value]),
    fc
      .tuple(fc.array(tie('literal'), { maxLength: 4 }), fc.constantFrom('[]', '()'), fc.boolean())
      .map(([items, [open, close], comma]): [string, unknown] => [
        `${open}${items.map(([each]) => each).join(', ')}${comma && items.length > 0 ? ',' : ''} ${close}`,
        items.map(([, value]) => value),
      ]),
    fc
      .uniqueArray(fc.tuple(text, choices, tie('literal')), {
        selector: ([key]) => key,
        maxLength: 4,
      })
      .map((entries): [string, unknown] => [
        `{${entries.map(([key, how, [value]]) => `${quote(key, how)}: ${value}`).join(' ,\t')}}`,
        Object.fromEntries(entries.map(([key, , [, value]]) => [key, value])),
      ]),
  ),
}));

describe('parseLiteral', () => {
  it('reads a line of the real form', () => {
    const line = `{'asin': '0000031852', 'title': "Girl's \\"Tutu\\"", 'price': 3.17, 'imUrl': 'http://x/a.jpg', 'related': {'also_bought': ['B00', u'B01']}, 'salesRank': {'Toys & Games': 211836}, 'brand': 'Caf\\xe9', 'x': None, 'categories': [['Sports & Outdoors', 'Dance'], ['Women']]}`;
    expect(parse(line)).to.deep.equal({
      asin: '0000031852',
      title: 'Girl\'s "Tutu"',
      price: 3.17,
      imUrl: 'http://x/a.jpg',
      related: { also_bought: ['B00', 'B01'] },
      salesRank: { 'Toys & Games': 211836 },
      brand: 'Café',
      x: null,
      categories: [['Sports & Outdoors', 'Dance'], ['Women']],
    });
  });

  it('reads whatever Python and JSON write, in any mixture', () => {
    fc.assert(
      fc.property(literal, ([written, value]) => {
        expect(parse(written)).to.deep.equal(value);
      }),
    );
  });

  it('reads every JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        // -0 is 0 in JSON.
        const written = JSON.stringify(value);
        expect(parse(written)).to.deep.equal(JSON.parse(written));
      }),
    );
  });

  it('reads numbers as both languages write them', () => {
    for (const [written, value] of [
      ['3.', 3],
      ['.5', 0.5],
      ['1e-3', 0.001],
      ['-7', -7],
      ['12L', 12],
      ['NaN', NaN],
      ['-inf', -Infinity],
      ['Infinity', Infinity],
    ] as const) {
      expect(parse(written), written).to.deep.equal(value);
    }
  });

  it('reads escapes, and leaves unknown ones as they are', () => {
    expect(parse(`'\\n\\t\\\\\\/\\a\\101\\0\\d\\U0001f600\\ud83d\\ude00'`)).to.equal(
      '\n\t\\/\x07A\0\\d😀😀',
    );
  });

  it('knows no prototypes', () => {
    const value = parseLiteral(`{'__proto__': {'x': 1}, 'constructor': 2}`) as Map<string, Literal>;
    expect([...value.keys()]).to.deep.equal(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).x).to.equal(undefined);
  });

  for (const [written, what, at] of [
    ['', 'it ends where a value is expected', 0],
    [`{'a': 1`, 'it ends where "," or "}" is expected', 7],
    [`{'a' 1}`, '":" is expected, not "1"', 5],
    [`{'a': 'b`, 'it ends inside of a string', 6],
    [`'b\\`, 'it ends inside of a string', 3],
    [`'b\\'`, 'it ends inside of a string', 0],
    ['[1 2]', '"," or "]" is expected, not "2"', 3],
    ['[1}', '"," or "]" is expected, not "}"', 2],
    [`{[1]: 2}`, 'a key is no text', 1],
    ['{} {}', 'text follows the value', 3],
    [`__import__('os')`, '"__import__" is no value', 0],
    [`open('x')`, '"open" is no value', 0],
    ['1+1', 'text follows the value', 1],
    [`'\\xg0'`, '\\xg0 stands for no character', 1],
    [`'\\u12'`, `\\u12' stands for no character`, 1],
    [`'\\Uffffffff'`, '\\Uffffffff stands for no character', 1],
    ['['.repeat(200), 'it is nested too deeply', 101],
  ] as const) {
    it(`refuses ${written.slice(0, 30) || 'nothing'}`, () => {
      expect(() => parseLiteral(written))
        .to.throw(LiteralError, what)
        .with.property('at', at);
    });
  }

  it('refuses a line that was cut, wherever', () => {
    fc.assert(
      fc.property(literal, fc.nat(), ([written, value], cut) => {
        fc.pre(typeof value === 'object' && value !== null);
        const short = written.slice(0, cut % written.length);
        expect(() => parseLiteral(short)).to.throw(LiteralError);
      }),
    );
  });

  it('refuses garbage, and nothing else than with LiteralError', () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...`{}[]():,'"\\ux0 1.eLTN\n`) }),
    );
    fc.assert(
      fc.property(garbage, (written) => {
        try {
          parseLiteral(written);
        } catch (error) {
          expect(error).to.be.instanceOf(LiteralError);
          expect((error as LiteralError).at).to.be.within(0, written.length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
