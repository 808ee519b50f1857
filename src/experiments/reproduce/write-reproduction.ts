import { statSync } from 'node:fs';
import path from 'node:path';
import { writeAllAtomically } from '../../files/atomic-file.js';
import { fileToReplace } from '../../files/file-to-replace.js';
import { StorageError } from '../../errors.js';
import { renderReport } from '../../report/write-report.js';
import { tryFolder } from '../../files/try-folder.js';
import { markdownOf } from '../../report/markdown/markdown.js';
import type { Reproduction } from './reproduction.js';

/** Files of a reproduction, absolute. */
export interface ReproductionFiles {
  json: string;
  markdown: string;
  report: string;
}

/** Their names within the folder of a reproduction. */
export const FILE_NAMES = {
  json: 'reproduction.json',
  markdown: 'reproduction.md',
  report: 'report.html',
} as const satisfies Record<keyof ReproductionFiles, string>;

/** Makes sure, before hours of work, that the files can be written. Throws StorageError. */
export function tryOutput(folder: string): void {
  tryFolder(folder);
  for (const named of Object.values<string>({ ...filesIn(folder) })) {
    const file = fileToReplace(named);
    if (file !== named) tryFolder(path.dirname(file));
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
      throw new StorageError(`Cannot write ${file}: it is a folder.`, {
        suggestions: ['Choose another folder with --output.'],
      });
    }
  }
}

/** Writes everything that was found, for programs and for people: all files or none. Throws StorageError. */
export async function writeReproduction(
  reproduction: Reproduction,
  folder: string,
): Promise<ReproductionFiles> {
  const files = filesIn(folder);
  const contents: Record<keyof ReproductionFiles, string> = {
    json: `${JSON.stringify(reproduction, null, 2)}\n`,
    markdown: markdownOf(reproduction),
    report: await renderReport(reproduction),
  };
  const kinds = Object.keys(FILE_NAMES) as (keyof ReproductionFiles)[];
  await writeAllAtomically(
    kinds.map((kind) => ({
      target: files[kind],
      write: (file) => file.writeFile(contents[kind]),
    })),
  );
  return files;
}

function filesIn(folder: string): ReproductionFiles {
  return {
    json: path.resolve(folder, FILE_NAMES.json),
    markdown: path.resolve(folder, FILE_NAMES.markdown),
    report: path.resolve(folder, FILE_NAMES.report),
  };
}
