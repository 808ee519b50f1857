import path from 'node:path';
import { writeAtomically } from '../../atomic-file.js';
import { writeReport } from '../../report/write-report.js';
import { markdownOf } from './markdown/markdown.js';
import type { Reproduction } from './reproduction.js';

/** Files of a reproduction, absolute. */
export interface ReproductionFiles {
  json: string;
  markdown: string;
  report: string;
}

/** Writes everything that was found, for programs and for people. Throws StorageError. */
export async function writeReproduction(
  reproduction: Reproduction,
  folder: string,
): Promise<ReproductionFiles> {
  const files = {
    json: path.resolve(folder, 'reproduction.json'),
    markdown: path.resolve(folder, 'reproduction.md'),
    report: path.resolve(folder, 'report.html'),
  };
  const json = `${JSON.stringify(reproduction, null, 2)}\n`;
  await writeAtomically(files.json, (file) => file.writeFile(json));
  await writeAtomically(files.markdown, (file) => file.writeFile(markdownOf(reproduction)));
  await writeReport(reproduction, files.report);
  return files;
}
