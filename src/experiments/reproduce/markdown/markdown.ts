import type { Reproduction } from '../reproduction.js';
import { datasetSection } from './dataset.js';

/** The reproduction as a page that reads by itself. */
export function markdownOf(reproduction: Reproduction): string {
  const { notes, protocol, datasets } = reproduction;
  return `${[
    '# Visually Aware Skip-Gram for Image Based Recommendations: a reproduction',
    introduction(reproduction),
    ...(notes.length === 0 ? [] : ['## Read this first', list(notes)]),
    ...datasets.map(datasetSection),
    '## Protocol',
    list(protocol),
    '## Made with',
    madeWith(reproduction),
  ].join('\n\n')}\n`;
}

function introduction({ quick, seeds, datasets, createdAt }: Reproduction): string {
  const names = datasets.map(({ dataset }) => dataset).join(', ');
  const kind = quick ? 'A quick look at' : 'All tables and figures of';
  return `${kind} Tiwari et al. 2020 (arXiv 2008.06908), sections 4 to 6, on ${names}; ${
    seeds.length === 1 ? 'one seed' : `mean ± sample standard deviation over ${seeds.length} seeds`
  }. Pictures are in report.html, every number in reproduction.json. ${createdAt.slice(0, 10)}.`;
}

function madeWith({ machine, versions, wallSeconds }: Reproduction): string {
  const gigabytes = (machine.memoryBytes / 2 ** 30).toFixed(0);
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return list([
    `${machine.cpu}, ${machine.threads} threads, ${gigabytes} GiB; trained on ${machine.device}`,
    names.join(', '),
    `${(wallSeconds / 60).toFixed(1)} minutes of work`,
  ]);
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
