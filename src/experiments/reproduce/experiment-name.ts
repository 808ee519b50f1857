import { digestOf } from '../runs/request-hash.js';
import type { Overrides } from './contestants.js';

/** What makes another experiment of a reproduction: nothing of one is replaced by another. */
export interface ReproductionKind {
  quick: boolean;
  overrides: Overrides;
}

/**
 * Name of the experiment in the catalog, and of the folder of its results: `reproduction`, `reproduction-quick`, or
 * one of these with a digest of the hyper-parameters that are changed. Data sets, seeds and sections add to what is
 * there under their own names.
 */
export function experimentName({ quick, overrides }: ReproductionKind): string {
  const isChanged = Object.keys(overrides).length > 0;
  return [
    'reproduction',
    ...(quick ? ['quick'] : []),
    ...(isChanged ? [digestOf(overrides).slice(0, 8)] : []),
  ].join('-');
}
