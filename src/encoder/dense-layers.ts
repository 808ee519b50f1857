import { InputDataError } from '../errors.js';

/** output = weight . input + bias, then max(0, .) if `relu`. */
export interface DenseLayer {
  /** [outDim, inDim] */
  readonly weight: Float32Array;
  /** [outDim] */
  readonly bias: Float32Array;
  readonly outDim: number;
  readonly inDim: number;
  readonly relu: boolean;
}

/** Tensors by name, as the trainer sends them and as they are saved. */
export type NamedTensors = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly data: Float32Array }
>;

/**
 * The layers of the encoder M from tensors `encoder.<k>.weight` [out, in] and `encoder.<k>.bias` [out],
 * k = 0, 1, ...: ReLU after all but the last.
 *
 * @throws InputDataError when a tensor is missing or layers do not fit each other.
 */
export function denseLayers(tensors: NamedTensors): DenseLayer[] {
  let numLayers = 0;
  while (tensors.has(`encoder.${numLayers}.weight`)) numLayers++;
  const layers = Array.from({ length: numLayers }, (_, k) => {
    const { shape, data } = tensors.get(`encoder.${k}.weight`)!;
    const bias = tensors.get(`encoder.${k}.bias`)?.data;
    if (bias === undefined) refuse(`Tensor encoder.${k}.bias is missing.`);
    const [outDim = 0, inDim = 0] = shape;
    return { weight: data, bias, outDim, inDim, relu: k < numLayers - 1 };
  });
  checkLayers(layers);
  return layers;
}

/** @throws InputDataError when there is no layer, or layers do not fit each other or their own sizes. */
export function checkLayers(layers: readonly DenseLayer[]): void {
  if (layers.length === 0) refuse('The encoder has no layers.');
  layers.forEach(({ weight, bias, outDim, inDim }, k) => {
    if (weight.length !== outDim * inDim || bias.length !== outDim || outDim === 0) {
      refuse(`Layer ${k} of the encoder is not [${outDim}, ${inDim}] with ${outDim} biases.`);
    }
    const previous = layers[k - 1];
    if (previous !== undefined && previous.outDim !== inDim) {
      refuse(`Layer ${k} of the encoder takes ${inDim} numbers but gets ${previous.outDim}.`);
    }
  });
}

function refuse(message: string): never {
  throw new InputDataError(message, { code: 'ENCODER_LAYERS' });
}
