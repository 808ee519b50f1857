import { digestOf } from '../runs/request-hash.js';
import type { Overrides } from './contestants.js';
import type { RawChoice } from './shops/raw-folder.js';

/** What makes another experiment of a reproduction: nothing of one is replaced by another. */
export interface ReproductionKind {
  quick: boolean;
  raw?: Pick<RawChoice, 'rule'> | undefined;
  overrides: Overrides;
  fusedMultiplyAdd?: boolean | undefined;
}

/** What every name starts with, and is where nothing is special. */
const PLAIN = 'reproduction';

/**
 * Name of the experiment in the catalog, and of the folder of its results: `reproduction`, or with what it has of
 * `quick`, `authors` (the rule for categories), `fused-multiply-add` and a digest of the hyper-parameters that are
 * changed, as in `reproduction-quick-authors`. Data sets, seeds and sections add to what is there under their own names.
 */
export function experimentName({
  quick,
  raw,
  overrides,
  fusedMultiplyAdd,
}: ReproductionKind): string {
  const isChanged = Object.keys(overrides).length > 0;
  return [
    PLAIN,
    ...(quick ? ['quick'] : []),
    ...(raw?.rule === 'authors' ? ['authors'] : []),
    ...(fusedMultiplyAdd ? ['fused-multiply-add'] : []),
    ...(isChanged ? [digestOf(overrides).slice(0, 8)] : []),
  ].join('-');
}

/** Whether a folder of this name may be one of a reproduction's results. */
export function mayBeExperimentName(name: string): boolean {
  return name === PLAIN || name.startsWith(`${PLAIN}-`);
}
