import type { Look } from './looks.js';
import { PATTERNS } from './patterns.js';
import { drawShape, PHOTO_HEIGHT, PHOTO_WIDTH } from './shapes.js';

/** Paints products in front of a plain background. */
export class PhotoPainter {
  /** Shapes that were drawn, by shape and cut. */
  private readonly shapes = new Map<string, Float32Array>();

  /** [PHOTO_HEIGHT, PHOTO_WIDTH, 3] bytes of red, green and blue. */
  paint(look: Look): Uint8Array {
    const covered = this.shapeOf(look);
    const pattern = PATTERNS[look.pattern]!;
    const pixels = new Uint8Array(PHOTO_WIDTH * PHOTO_HEIGHT * 3);
    for (let pixel = 0; pixel < covered.length; pixel++) {
      const x = pixel % PHOTO_WIDTH;
      const y = (pixel - x) / PHOTO_WIDTH;
      const from = x - look.offset;
      const share = from >= 0 && from < PHOTO_WIDTH ? covered[pixel - look.offset]! : 0;
      const cloth = share > 0 && pattern(x, y, look.period) ? look.second : look.first;
      for (let i = 0; i < 3; i++) {
        const behind = look.background[i]!;
        pixels[3 * pixel + i] = behind + share * (cloth[i]! - behind);
      }
    }
    return pixels;
  }

  private shapeOf({ shape, cut }: Look): Float32Array {
    const key = `${shape} ${cut}`;
    const covered = this.shapes.get(key) ?? drawShape(shape, cut);
    this.shapes.set(key, covered);
    return covered;
  }
}
