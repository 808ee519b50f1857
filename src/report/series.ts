/**
 * Looks that tell series apart: a colour that the style sheet defines for light and dark, and a shape or dash
 * for who does not see the colour or prints without it.
 */
export interface SeriesLook {
  /** CSS colour. */
  color: string;
  /** Number of the style sheet's colour, from 1. */
  number: number;
  /** Mark of Plot, and the same as text for legends. */
  symbol: 'circle' | 'square' | 'triangle' | 'diamond' | 'star' | 'cross';
  glyph: string;
  /** SVG dash pattern. */
  dash: string;
  /** Letter on framed photos. */
  letter: string;
}

const SHAPES = [
  ['circle', '●', ''],
  ['square', '■', '7 3'],
  ['triangle', '▲', '2 2.5'],
  ['diamond', '◆', '10 3 2 3'],
  ['star', '★', '4 2'],
  ['cross', '✚', '1 3'],
] as const;

/** Look of the series at `index`; they repeat after six. */
export function seriesLook(index: number): SeriesLook {
  const at = index % SHAPES.length;
  const [symbol, glyph, dash] = SHAPES[at]!;
  const letter = String.fromCharCode(65 + at);
  return { color: `var(--series-${at + 1})`, number: at + 1, symbol, glyph, dash, letter };
}
