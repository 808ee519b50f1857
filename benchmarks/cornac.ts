import { outputOf, referencePython } from './references.js';

/** Null where a model has no score for products of that kind. */
export interface PartAuc {
  readonly warm: number | null;
  readonly cold: number | null;
}

export interface CornacTraining {
  readonly model: 'bpr' | 'vbpr';
  /** Folder with `purchases.csv` and `features.npy`. */
  readonly files: string;
  readonly seed: number;
  /** Our hyper-parameters. */
  readonly knobs: object;
}

/**
 * A way to train models of cornac.
 *
 * @throws ReferenceMissing where that Python has no cornac.
 */
export async function cornac(): Promise<(training: CornacTraining) => Promise<PartAuc>> {
  const python = await referencePython({
    imports: 'from cornac.models import BPR; import torch',
    name: 'cornac',
  });
  return async ({ model, files, seed, knobs }) => {
    const parameters = [model, files, String(seed), JSON.stringify(knobs)];
    return JSON.parse(await outputOf(python, 'cornac_baselines.py', parameters)) as PartAuc;
  };
}
