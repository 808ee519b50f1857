import type { ModelSettings } from '../../src/config/models.js';
import { PRESETS } from '../../src/config/presets.js';
import type { RunVectors } from '../../src/experiments/runs/run-vectors.js';

export const vasg = {
  model: 'vasg',
  hyperparameters: { ...PRESETS.vasg.paper, embeddingDim: 2 },
} satisfies ModelSettings;
export const vasgWithPopularity = {
  model: 'vasg',
  hyperparameters: { ...PRESETS.vasg.default, embeddingDim: 1 },
} satisfies ModelSettings;
export const bpr = {
  model: 'bpr',
  hyperparameters: { ...PRESETS.bpr.default, embeddingDim: 1 },
} satisfies ModelSettings;
export const vbpr = {
  model: 'vbpr',
  hyperparameters: { ...PRESETS.vbpr.default, embeddingDim: 0, visualDim: 1 },
} satisfies ModelSettings;
export const ibr = {
  model: 'ibr',
  hyperparameters: { ...PRESETS.ibr.default, embeddingDim: 2 },
} satisfies ModelSettings;

/** One user, three products. */
export const vectors: RunVectors = {
  dim: 2,
  users: Float32Array.of(3, 4),
  products: Float32Array.of(1, 0, 0, 5, 6, 8),
  encoded: Float32Array.of(0, 1, 0, 1, 0, 1),
  neighbours: undefined,
};
