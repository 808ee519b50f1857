import { plot, type PlotOptions } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** One chart, drawn once for wide pages and once for phones; the style sheet shows one of them. */
export interface Chart {
  /** SVG markup. */
  wide: string;
  narrow: string;
}

/** What a chart adapts to. Lengths are CSS pixels. */
export interface Layout {
  width: number;
  narrow: boolean;
}

/** The part of the DOM that is used here; the project compiles without the browser's types. */
interface SvgElement {
  attributes: Iterable<{ name: string; value: string }>;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelectorAll(selector: string): Iterable<SvgElement>;
  replaceWith(other: SvgElement): void;
  remove(): void;
  outerHTML: string;
}
interface SvgDocument {
  createElementNS(namespace: string, name: string): SvgElement;
}

const { document } = parseHTML('<!doctype html><html></html>') as unknown as {
  document: SvgDocument;
};

const NARROW_WIDTH = 336;

/**
 * Draws a chart with Observable Plot. Data reaches the markup as text and attributes of a DOM only, so
 * whatever it holds is escaped.
 *
 * @param alt - what the chart shows, in words
 * @param options - Plot's options for a layout
 */
export function drawChart(
  alt: string,
  options: (layout: Layout) => PlotOptions,
  wideWidth = 720,
): Chart {
  const draw = (layout: Layout): string =>
    drawSvg(alt, { width: layout.width, ...options(layout) });
  return {
    wide: draw({ width: wideWidth, narrow: false }),
    narrow: draw({ width: NARROW_WIDTH, narrow: true }),
  };
}

/** A chart that is small enough for a phone as it is. */
export function drawSmallChart(alt: string, options: PlotOptions): string {
  return drawSvg(alt, { width: NARROW_WIDTH, ...options });
}

function drawSvg(alt: string, options: PlotOptions): string {
  const svg = plot({
    document: document as never,
    className: 'plot',
    ariaLabel: alt,
    style: { fontSize: '12px', fontFamily: 'inherit' },
    ...options,
  }) as unknown as SvgElement;
  svg.setAttribute('role', 'img');
  // The page's style sheet does what Plot's own would.
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const image of svg.querySelectorAll('image')) referToSymbol(image);
  for (const element of svg.querySelectorAll('*')) {
    // The chart is one image with one text; its parts have none of their own.
    element.removeAttribute('aria-label');
    shortenNumbers(element);
  }
  return svg.outerHTML;
}

/** Photos stand in the page once, as symbols; Plot knows images only. */
function referToSymbol(image: SvgElement): void {
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  for (const { name, value } of image.attributes) use.setAttribute(name, value);
  image.replaceWith(use);
}

const GEOMETRY = new Set(['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r']);

/** A hundredth of a pixel is enough. */
function shortenNumbers(element: SvgElement): void {
  for (const { name, value } of element.attributes) {
    if (!GEOMETRY.has(name)) continue;
    element.setAttribute(
      name,
      value.replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2)))),
    );
  }
}
