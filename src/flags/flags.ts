import { availableParallelism } from 'node:os';
import { Flags } from '@oclif/core';
import { UsageError } from '../errors.js';

const MAX_UINT32 = 0xffffffff;

/** Name of a data set, a split or a run: what SQL, file names and flags can all carry. */
const NAME_PATTERN = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** Refuses what is no name; in particular, no path gets out of the workspace. */
export async function parseName(input: string): Promise<string> {
  if (NAME_PATTERN.test(input)) return input;
  throw new UsageError(
    `"${input}" is no valid name: use 1 to 64 characters of a-z, 0-9, "-" and "_", a letter or digit first.`,
  );
}

/** Flags that several commands share, declared once. */
export const datasetFlag = Flags.custom<string>({
  char: 'd',
  summary: 'Name of the data set in the workspace.',
  helpValue: 'NAME',
  parse: parseName,
});

export const splitFlag = Flags.custom<string>({
  summary: 'Name of the split.',
  helpValue: 'NAME',
  default: 'default',
  parse: parseName,
});

export const seedFlag = Flags.custom<number>({
  summary: 'Seed of all random choices, 0 to 4294967295.',
  helpValue: 'N',
  default: 1,
  parse: async (input) => parseSeed(input, '--seed'),
});

function parseSeed(input: string, flag: string): number {
  const seed = Number(input);
  if (/^\d+$/.test(input) && seed <= MAX_UINT32) return seed;
  throw new UsageError(
    `${flag} "${input}" is no valid seed: use an integer from 0 to ${MAX_UINT32}.`,
  );
}

export const seedsFlag = Flags.custom<readonly number[]>({
  summary: 'Seeds of the training, separated by commas; 1-5 for all from 1 to 5.',
  helpValue: 'N,N',
  parse: async (input) => {
    const seeds = input.split(',').flatMap((text) => parseSeedRange(text.trim(), input));
    if (new Set(seeds).size < seeds.length) throw wrongSeeds(input, 'a seed is there twice');
    if (seeds.length > MAX_SEEDS) throw wrongSeeds(input, `more than ${MAX_SEEDS} of them`);
    return seeds;
  },
});

/** More are a slip of the keyboard. */
const MAX_SEEDS = 1000;

/** `3`, or `1-5` with both ends. */
function parseSeedRange(text: string, input: string): number[] {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (from === undefined) throw wrongSeeds(input, `"${text}" is neither a seed nor a range`);
  const [first, last] = [from, to!].map((end) => parseSeed(end, '--seeds')) as [number, number];
  if (first > last) throw wrongSeeds(input, `${first} comes after ${last}`);
  if (last - first >= MAX_SEEDS) throw wrongSeeds(input, `more than ${MAX_SEEDS} of them`);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function wrongSeeds(input: string, why: string): UsageError {
  return new UsageError(`--seeds "${input}" is no list of seeds: ${why}.`, {
    suggestions: ['Use one like 1-5, or 1,2,7.'],
  });
}

export const runFlag = Flags.custom<string>({
  summary: 'Run to use: its id, or "latest" for the newest completed one.',
  helpValue: 'ID',
  default: 'latest',
  parse: parseName,
});

/** Of commands that train: products are placed when a training ends. */
export const fusedMultiplyAddFlag = Flags.boolean({
  summary:
    'Place products with fused multiply-add (WebAssembly relaxed SIMD): faster, with last digits that depend on the processor. Training and measuring are as without it.',
  env: 'VASG_FUSED_MULTIPLY_ADD',
  default: false,
});

export const threadsFlag = Flags.custom<number>({
  summary: 'Worker threads; one per core by default.',
  helpValue: 'N',
  env: 'VASG_THREADS',
  default: () => Promise.resolve(availableParallelism()),
  defaultHelp: () => Promise.resolve('number of cores'),
  parse: async (input) => {
    const threads = Number(input);
    if (Number.isInteger(threads) && threads >= 1 && threads <= 1024) return threads;
    throw new UsageError(
      `--threads "${input}" is no valid number of threads: use an integer from 1 to 1024.`,
    );
  },
});
