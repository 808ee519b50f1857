import { heldOutTask, type HeldOutTask } from '../../src/experiments/evaluate/held-out-task.js';
import type { WorkspaceData } from '../../src/experiments/runs/workspace-data.js';
import { pairsOf } from '../../src/splitting/views.js';

/**
 * Validation pairs as the trainer looks at them, to the same numbers. It knows neither test pairs nor removed
 * ones nor which products were ever rated, so P_u is training and validation, and P all products.
 */
export function validationTask(data: WorkspaceData): HeldOutTask {
  const parts = ['validation_warm', 'validation_cold'] as const;
  return heldOutTask(data, {
    parts,
    known: pairsOf(data.split, ['train', ...parts]),
    candidates: Uint32Array.from({ length: data.split.numProducts }, (_, product) => product),
  });
}
