/** Photos are upright, as shops have them. */
export const PHOTO_WIDTH = 48;
export const PHOTO_HEIGHT = 72;

/**
 * Outlines of the right half, mirrored for the left: [distance from the middle, distance from the top], as
 * shares of the width and of the height.
 */
const OUTLINES: readonly (readonly (readonly [number, number])[])[] = [
  // dress
  [
    [0, 0.08],
    [0.07, 0.08],
    [0.1, 0.06],
    [0.16, 0.1],
    [0.15, 0.22],
    [0.11, 0.4],
    [0.32, 0.9],
    [0, 0.92],
  ],
  // shirt
  [
    [0, 0.17],
    [0.08, 0.14],
    [0.2, 0.18],
    [0.42, 0.4],
    [0.32, 0.48],
    [0.23, 0.38],
    [0.23, 0.84],
    [0, 0.84],
  ],
  // trousers
  [
    [0, 0.08],
    [0.21, 0.08],
    [0.27, 0.92],
    [0.09, 0.92],
    [0, 0.34],
  ],
  // bag
  [
    [0, 0.22],
    [0.17, 0.24],
    [0.21, 0.45],
    [0.37, 0.45],
    [0.41, 0.85],
    [0, 0.85],
    [0, 0.45],
    [0.14, 0.45],
    [0.11, 0.31],
    [0, 0.3],
  ],
  // skirt
  [
    [0, 0.2],
    [0.15, 0.2],
    [0.36, 0.8],
    [0, 0.83],
  ],
  // pair of shoes
  [
    [0.05, 0.24],
    [0.13, 0.12],
    [0.25, 0.22],
    [0.26, 0.45],
    [0.22, 0.62],
    [0.24, 0.8],
    [0.17, 0.88],
    [0.08, 0.84],
    [0.1, 0.6],
    [0.05, 0.42],
  ],
  // coat
  [
    [0, 0.2],
    [0.08, 0.06],
    [0.22, 0.11],
    [0.36, 0.58],
    [0.27, 0.62],
    [0.22, 0.4],
    [0.26, 0.9],
    [0.03, 0.9],
    [0.03, 0.32],
  ],
  // hat
  [
    [0, 0.26],
    [0.15, 0.27],
    [0.2, 0.55],
    [0.46, 0.62],
    [0.42, 0.68],
    [0, 0.7],
  ],
];

/** How long a piece is cut, as a factor of its outline's length. */
const CUTS = [0.84, 0.94, 1.04];
/** Each pixel is looked at in so many places in each direction. */
const SAMPLES = 3;

export const NUM_SHAPES = OUTLINES.length;
export const NUM_CUTS = CUTS.length;

/** [PHOTO_HEIGHT * PHOTO_WIDTH] How much of each pixel a shape covers, from 0 to 1. */
export function drawShape(shape: number, cut: number): Float32Array {
  const outline = OUTLINES[shape]!;
  const length = CUTS[cut]!;
  const isInside = (x: number, y: number): boolean =>
    contains(outline, Math.abs(x / PHOTO_WIDTH - 0.5), y / PHOTO_HEIGHT / length);
  return Float32Array.from({ length: PHOTO_WIDTH * PHOTO_HEIGHT }, (_, pixel) =>
    coverage(isInside, pixel % PHOTO_WIDTH, Math.floor(pixel / PHOTO_WIDTH)),
  );
}

function coverage(isInside: (x: number, y: number) => boolean, x: number, y: number): number {
  let hits = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const right = ((i % SAMPLES) + 0.5) / SAMPLES;
    const down = (Math.floor(i / SAMPLES) + 0.5) / SAMPLES;
    if (isInside(x + right, y + down)) hits++;
  }
  return hits / (SAMPLES * SAMPLES);
}

/** Whether a ray from the point crosses the outline an odd number of times. */
function contains(outline: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let isInside = false;
  let [fromX, fromY] = outline.at(-1)!;
  for (const [toX, toY] of outline) {
    const crosses = fromY > y !== toY > y;
    if (crosses && x < fromX + ((y - fromY) * (toX - fromX)) / (toY - fromY)) isInside = !isInside;
    [fromX, fromY] = [toX, toY];
  }
  return isInside;
}
