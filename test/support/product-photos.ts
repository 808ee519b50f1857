import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const SHAPES = [
  'M30 12 L45 20 H55 L70 12 L92 30 L80 44 L72 38 V90 H28 V38 L20 44 L8 30 Z',
  'M34 10 H66 L62 36 L82 92 H18 L38 36 Z',
  'M30 8 H70 L76 92 H56 L50 40 L44 92 H24 Z',
  'M8 64 C30 60 44 50 52 34 L66 44 C70 60 92 62 94 78 L92 84 H8 Z',
  'M50 14 A34 34 0 1 0 50.1 14 M50 26 A22 22 0 1 1 49.9 26',
  'M14 42 H86 L94 90 H6 Z M34 42 C34 14 66 14 66 42',
];

/** Shapes of garments in many colours; not photos, but as different from each other. Returns their paths. */
export async function makeProductPhotos(folder: string, count: number): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const path = join(folder, `${index}.jpg`);
      const [shape, hue] = [SHAPES[index % SHAPES.length], (index * 47) % 360];
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="300" viewBox="-10 -20 120 150"><rect x="-10" y="-20" width="120" height="150" fill="#fff"/><path d="${shape}" fill="hsl(${hue},${30 + (index % 5) * 12}%,${30 + (index % 7) * 8}%)" fill-rule="evenodd"/></svg>`;
      await sharp(Buffer.from(svg)).jpeg().toFile(path);
      return path;
    }),
  );
}
