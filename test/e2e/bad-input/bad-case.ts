import { join } from 'node:path';
import type { TinyShop } from '../../support/shop-workspace.js';

/** Where a bad case plays. */
export interface Place {
  /** Folder for what the case makes, outside the workspace. */
  folder: string;
  /** A copy of the workspace in the state asked for; the case may damage it beforehand. */
  workspace: string;
  /** Files of the tiny shop; not to be changed. */
  raw: string;
}

/** Something that cannot work, and what must be said about it. */
export interface BadCase {
  title: string;
  /** What the workspace holds beforehand; `none` means that there is no workspace. */
  state: 'none' | Exclude<keyof TinyShop, 'raw'>;
  /** Makes what is bad and returns the command line. */
  make: (place: Place) => string[] | Promise<string[]>;
  env?: (place: Place) => Record<string, string>;
  /** As documented in src/errors.ts. */
  exit: number;
  /** What the message, or else a suggestion, must contain. */
  says: (string | RegExp)[];
}

/** `data ingest` of the tiny shop with some flags replaced (or, with `undefined`, left out). */
export function ingest(place: Place, flags: Record<string, string | undefined> = {}): string[] {
  const all: Record<string, string | undefined> = {
    '--dataset': 'shop',
    '--ratings': join(place.raw, 'ratings.csv'),
    '--ratings-format': 'amazon-2014',
    '--features': join(place.raw, 'image_features.b'),
    ...flags,
  };
  const given = Object.entries(all).flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, value],
  );
  return ['data', 'ingest', ...given];
}

export const train = (...flags: string[]): string[] => ['train', '--dataset', 'shop', ...flags];
