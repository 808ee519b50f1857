import type { ModelSettings } from '../../config/models.js';
import type { EncodeOptions } from '../../encoder/encode.js';

/** What a downloaded encoder does that its weights do not say. */
export function encoderForm({
  hyperparameters,
}: ModelSettings): Pick<EncodeOptions, 'rowScaling' | 'outputRelu'> {
  const { featureScaling } = hyperparameters;
  return {
    rowScaling: featureScaling === 'product-min-max' ? featureScaling : undefined,
    outputRelu: 'encoderOutputRelu' in hyperparameters && hyperparameters.encoderOutputRelu,
  };
}
