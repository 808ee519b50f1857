import { existsSync } from 'node:fs';
import type { StepFailure } from '../steps/step-log.js';
import type { Overrides } from './contestants.js';
import { DEFAULT_SECTIONS, type Section } from './paper.js';
import { AUTHORS_LOG } from './printed.js';
import type { DatasetReproduction } from './reproduction.js';

export interface Circumstances {
  quick: boolean;
  sections: readonly Section[];
  overrides: Overrides;
  /** What raw files lack. */
  lackingShops: readonly string[];
  /** Of section `quality`: who is not there, and why. */
  lackingPeers: readonly string[];
  failures: readonly StepFailure[];
  datasets: readonly DatasetReproduction[];
}

/** What is missing or deviates, and why. */
export function notesOf(circumstances: Circumstances): string[] {
  const { quick, datasets, lackingShops, lackingPeers, failures } = circumstances;
  return [
    ...(quick ? [QUICK_NOTE] : []),
    ...overrideNotes(circumstances),
    ...sectionNotes(circumstances),
    ...lackingShops,
    ...lackingPeers,
    ...datasets.flatMap(datasetNotes),
    ...failures.map(({ title, error }) => `Not done: ${title}. ${error.message}`),
  ];
}

const QUICK_NOTE =
  'This is a quick look: one seed unless more were asked for, fewer levels in section 6, smaller samples in section 5 and Table 3, and on large shops shorter trainings, as the protocol says.';

/** The protocol says which. */
function overrideNotes({ overrides }: Circumstances): string[] {
  const changed = Object.keys(overrides);
  if (changed.length === 0) return [];
  return [
    `Hyper-parameters differ from the presets (${changed.join(', ')}), so this reproduces nothing.`,
  ];
}

function sectionNotes({ sections }: Circumstances): string[] {
  const missing = DEFAULT_SECTIONS.filter((section) => !sections.includes(section));
  if (missing.length === 0) return [];
  return [`Not asked for this time, so perhaps incomplete: ${missing.join(', ')}.`];
}

function datasetNotes(found: DatasetReproduction): string[] {
  const { dataset, category, synthetic } = found;
  const notes: string[] = [];
  if (synthetic) {
    notes.push(
      `Data set ${dataset} is synthetic: it shows that the pipeline works, and none of its numbers can be compared with the paper's.`,
    );
  }
  if (category === null) {
    notes.push(
      `Data set ${dataset} is none of the paper's four, so nothing of the paper stands beside it.`,
    );
  }
  notes.push(...cutNotes(found));
  const logged = category === null ? undefined : AUTHORS_LOG[category]?.relationAccuracy;
  if (logged !== undefined) {
    notes.push(
      `The authors' log has several accuracies of relations for ${category}, ${logged.warm.join(' to ')} with warm products and ${logged['with-cold'].join(' to ')} with cold ones; the highest of each is shown.`,
    );
  }
  const photos = found.figure2a.points.map(({ image }) => image);
  if (photos.length > 0 && !photos.some((photo) => photo !== null && existsSync(photo))) {
    notes.push(`Data set ${dataset} has no photos, so its products are drawn as dots.`);
  }
  return notes;
}

/** Table 1 is the check that the data are the paper's, and it has the counts of the authors' code. */
function cutNotes({ dataset, category, cut, synthetic }: DatasetReproduction): string[] {
  const logged = category !== null && AUTHORS_LOG[category] !== undefined;
  if (!logged || synthetic || cut === 'authors') return [];
  const users = category === 'Women' ? ' and keeps only users with at least 9 of them' : '';
  return [
    `Data set ${dataset} may have other counts than Table 1: the paper's are those of its authors' code, which gives a product to one category alone${users} (--category-rule authors).`,
  ];
}
