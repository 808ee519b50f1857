import { MODELS } from '../../config/models.js';
import { directionLength, rowLength } from '../../config/row-length.js';
import type { RunRequest } from '../../run-directory.js';
import { encoderForm } from '../runs/encoder-form.js';

/**
 * What the safetensors files of a run say beside their tensors (docs/files.md): where they come from, but not from
 * which run, as two runs of one request give the same bytes; and how to use them, for readers of the files alone.
 */
export function fileMetadata(request: RunRequest): Record<string, string> {
  const { dataset, split, model, preset, seed } = request;
  const { rowScaling = 'none', outputRelu = false } = encoderForm(request);
  return {
    ...{ format: 'vasg', dataset, split, model, preset, seed: String(seed) },
    scoring: MODELS[model].scoring,
    rowLength: String(rowLength(request)),
    directionLength: String(directionLength(request)),
    encoderRowScaling: rowScaling,
    encoderOutputRelu: String(outputRelu),
  };
}
