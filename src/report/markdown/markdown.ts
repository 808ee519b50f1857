import { quantity } from '../../quantity.js';
import type {
  DatasetReproduction,
  Reproduction,
} from '../../experiments/reproduce/reproduction.js';
import { duration } from '../format.js';
import { quality } from './quality.js';
import { section4 } from './section-4.js';
import { section5 } from './section-5.js';
import { runs } from './runs.js';
import { section6 } from './section-6.js';

/** The reproduction as a page that reads by itself. */
export function markdownOf(reproduction: Reproduction): string {
  const { notes, protocol, datasets, seeds } = reproduction;
  return `${[
    '# Visually Aware Skip-Gram for Image Based Recommendations: a reproduction',
    introduction(reproduction),
    ...(notes.length === 0 ? [] : ['## Read this first', list(notes)]),
    ...datasets.flatMap((found) => datasetSections(found, seeds)),
    '## Protocol',
    list(protocol),
    '## Made with',
    madeWith(reproduction),
  ].join('\n\n')}\n`;
}

function introduction({ quick, seeds, datasets, createdAt }: Reproduction): string {
  const names = datasets.map(({ dataset }) => dataset).join(', ');
  const kind = quick ? 'A quick look at' : 'All tables and figures of';
  const over =
    seeds.length === 1 ? 'one seed' : `mean ± sample standard deviation over ${seeds.length} seeds`;
  return `${kind} Tiwari et al. 2020 (arXiv 2008.06908), sections 4 to 6, on ${names}; ${over}. Pictures are in report.html, every number in reproduction.json. ${createdAt.slice(0, 10)}.`;
}

const SYNTHETIC = "Synthetic data: no number of this shop can be compared with the paper's";
const ORIENTATION = ', which stand here for orientation only';

function datasetSections(found: DatasetReproduction, seeds: readonly number[]): string[] {
  const { dataset, category, synthetic } = found;
  const stands = category === null ? '' : `, for the paper's ${category}`;
  return [
    `## ${dataset}${stands}${synthetic ? ': synthetic' : ''}`,
    ...(synthetic ? [`**${SYNTHETIC}${category === null ? '' : ORIENTATION}.**`] : []),
    ...[...section4(found), ...section5(found), ...section6(found), ...quality(found, seeds)],
    ...runs(found),
  ];
}

function madeWith({ machine, versions, wallSeconds }: Reproduction): string {
  const { cpu, threads, memoryBytes, device } = machine;
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GiB`;
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return list([
    `${cpu}, ${quantity(threads, 'thread')}, ${memory} at the last call; all trained on ${device}`,
    names.join(', '),
    `${duration(wallSeconds)} of work in all steps, whenever they were done`,
  ]);
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
