import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expectSuccess, vasg } from './cli.js';
import { oncePerRun } from './once-per-run.js';
import { temporaryFolder } from './workspace.js';

/** Flags of a model so small that only the start of PyTorch takes time. */
export const SMALL_MODEL = [
  ...['--embedding-dim', '8', '--batch-size', '128', '--decoder-hidden', '16'],
  ...['--encoder-hidden', '16', '--encoder-batch-size', '64', '--device', 'cpu'],
];

/** A training of the tiny shop that is over after 40 steps. */
export const quickTrain = (
  preset: 'default' | 'paper' | 'authors',
  ...more: string[]
): string[] => [
  ...['train', '--dataset', 'shop', '--preset', preset, ...SMALL_MODEL],
  ...['--max-steps', '40', '--validate-every', '10', ...more],
];

/** Raw files of the tiny shop, and workspaces that hold it in the state of each step of the main path. */
export interface TinyShop {
  raw: string;
  ingested: string;
  split: string;
  trained: string;
}

/** Made once for all suites: never change these folders, take a copy with `copyOf`. */
export async function tinyShop(): Promise<TinyShop> {
  return statesOf(await oncePerRun('tiny-shop', makeTinyShop));
}

const statesOf = (folder: string): TinyShop => ({
  raw: join(folder, 'raw'),
  ingested: join(folder, 'ingested'),
  split: join(folder, 'split'),
  trained: join(folder, 'trained'),
});

/** A copy of a workspace for one test to change. */
export function copyOf(workspace: string): string {
  const copy = join(temporaryFolder(), 'workspace');
  cpSync(workspace, copy, { recursive: true });
  return copy;
}

export const ingestArguments = (raw: string): string[] => [
  ...['data', 'ingest', '--dataset', 'shop', '--ratings-format', 'amazon-2014'],
  ...['--ratings', join(raw, 'ratings.csv'), '--features', join(raw, 'image_features.b')],
];

async function makeTinyShop(folder: string): Promise<void> {
  const { raw, ingested, split, trained } = statesOf(folder);
  expectSuccess(await vasg(['data', 'synth', 'tiny', '--out', raw, '--seed', '1']));
  expectSuccess(await vasg(ingestArguments(raw), { workspace: ingested }));
  cpSync(ingested, split, { recursive: true });
  expectSuccess(await vasg(['data', 'split', '--dataset', 'shop'], { workspace: split }));
  cpSync(split, trained, { recursive: true });
  expectSuccess(await vasg(quickTrain('default'), { workspace: trained }));
}
