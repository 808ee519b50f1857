import { DETAIL_START, LATENT_DIM, SCENE_START, type PhotoLatents } from '../photo-latents.js';
import type { StyleMixtures, StyleTree } from '../styles.js';
import { PATTERNS } from './patterns.js';
import { NUM_CUTS, NUM_SHAPES } from './shapes.js';

/** Red, green and blue from 0 to 255. */
export type Colour = readonly [number, number, number];

/** What can be seen on the photo of a product. */
export interface Look {
  /** By the family of the product's first style. */
  readonly shape: number;
  /** By its first style. */
  readonly pattern: number;
  /** Pixels after which the pattern repeats. */
  readonly period: number;
  readonly cut: number;
  /** By its styles' latent numbers: like styles have like colours. */
  readonly first: Colour;
  readonly second: Colour;
  /** By the scene, like the pose: pixels that the product is off the middle. */
  readonly background: Colour;
  readonly offset: number;
}

/** Looks of products from the numbers that their features are made of. */
export function lookOf(
  product: number,
  { styles, tree, latents }: { styles: StyleMixtures; tree: StyleTree; latents: PhotoLatents },
): Look {
  const numbers = new Float64Array(LATENT_DIM);
  latents(product, numbers);
  const style = styles.styles[product * styles.width]!;
  const detail = (i: number): number => numbers[DETAIL_START + i]!;
  const scene = (i: number): number => numbers[SCENE_START + i]!;
  const hue = turnOf(numbers[1]!, numbers[0]!);
  const lightness = 0.25 + 0.4 * squash(numbers[3]! + 0.2 * detail(0));
  const saturation = 0.3 + 0.6 * squash(2 * numbers[2]!);
  return {
    shape: Math.floor(style / tree.stylesPerFamily) % NUM_SHAPES,
    pattern: style % PATTERNS.length,
    period: 6 + Math.floor(6 * squash(detail(1))),
    cut: Math.min(NUM_CUTS - 1, Math.floor(NUM_CUTS * squash(detail(2)))),
    first: colour(hue, saturation, lightness),
    second: colour(hue + 0.5 * squash(numbers[4]!), saturation, Math.min(0.9, lightness + 0.3)),
    background: colour(turnOf(scene(1), scene(0)), 0.35, 0.93),
    offset: Math.round(6 * squash(scene(2) / 2) - 3),
  };
}

/** From any number to (0, 1). */
function squash(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** The direction of (x, y) as a share of a turn, in [0, 1). */
function turnOf(y: number, x: number): number {
  return (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1;
}

/** A colour from hue (in turns), saturation and lightness (0 to 1). */
function colour(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (shift: number): number => {
    const at = (shift + 12 * hue) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
