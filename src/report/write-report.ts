import { readFile } from 'node:fs/promises';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { writeAtomically } from '../files/atomic-file.js';
import type { Reproduction } from '../experiments/reproduce/reproduction.js';
import { Page } from './page/page.js';
import { makeThumbnails } from './thumbnails.js';

/**
 * Writes the report: one HTML page with every table and figure, which needs neither network nor scripts.
 * Same reproduction and photos, same page.
 *
 * @throws StorageError when `file` cannot be written
 */
export async function writeReport(reproduction: Reproduction, file: string): Promise<void> {
  const html = await renderReport(reproduction);
  await writeAtomically(file, (handle) => handle.writeFile(html));
}

/** The report's HTML. */
export async function renderReport(reproduction: Reproduction): Promise<string> {
  const thumbnails = await makeThumbnails(reproduction);
  const style = await styleSheet();
  return `<!doctype html>\n${renderToString(h(Page, { reproduction, thumbnails, style }))}\n`;
}

const STYLE_SHEETS = ['page', 'tables', 'figures', 'print'];

async function styleSheet(): Promise<string> {
  const sheets = STYLE_SHEETS.map((name) =>
    readFile(new URL(`style/${name}.css`, import.meta.url), 'utf8'),
  );
  return (await Promise.all(sheets)).join('\n');
}
