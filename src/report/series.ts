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
  /** CSS border style that resembles it. */
  border: 'solid' | 'dashed' | 'dotted' | 'double';
  /** Letter on framed photos. */
  letter: string;
}

const SHAPES = [
  ['circle', '●', '', 'solid'],
  ['square', '■', '7 3', 'dashed'],
  ['triangle', '▲', '2 2.5', 'dotted'],
  ['diamond', '◆', '10 3 2 3', 'double'],
  ['star', '★', '4 2', 'dashed'],
  ['cross', '✚', '1 3', 'dotted'],
] as const;

/** Look of the series at `index`; they repeat after six. */
export function seriesLook(index: number): SeriesLook {
  const at = index % SHAPES.length;
  const [symbol, glyph, dash, border] = SHAPES[at]!;
  const letter = String.fromCharCode(65 + at);
  return { color: `var(--series-${at + 1})`, number: at + 1, symbol, glyph, dash, border, letter };
}
