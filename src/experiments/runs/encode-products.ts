import type { ModelSettings } from '../../config/models.js';
import { denseLayers, type NamedTensors } from '../../encoder/dense-layers.js';
import { encode } from '../../encoder/encode.js';
import type { VectorTable } from '../../evaluation/vector-table.js';
import type { Progress } from '../../progress/progress.js';
import { withBar } from '../../progress/with-bar.js';
import type { RunRequest } from '../../run-directory.js';
import { encoderForm } from './encoder-form.js';

/** What the model is, and in which arithmetic products get their places. */
export type PlaceSettings = ModelSettings & Pick<RunRequest, 'fusedMultiplyAdd'>;

export interface PlaceOptions {
  threads: number;
  progress: Progress;
  signal?: AbortSignal | undefined;
}

/**
 * Where the encoder M of a model puts products by their raw features, [products, W] (section 3.2). Throws SetupError for
 * fused multiply-add that is not to be had here, and InputDataError for layers or features that do not fit.
 */
export function encodeProducts(
  settings: PlaceSettings,
  encoder: NamedTensors,
  features: VectorTable,
  { threads, progress, signal }: PlaceOptions,
): Promise<Float32Array> {
  const bar = progress.bar('Encoding products', features.rows, 'products');
  const form = { ...encoderForm(settings), fusedMultiplyAdd: settings.fusedMultiplyAdd };
  return withBar(bar, (onProgress) =>
    encode(denseLayers(encoder), features, { ...form, threads, signal, onProgress }),
  );
}
