import { requestHash, type ModelRequest } from '../runs/request-hash.js';
import { askedDevice, type TrainerChoice } from '../train/open-trainer.js';

/** Inputs of a step about one run: what decides its model, and the device if one is asked for. */
export interface RunInputs {
  request: string;
  device?: 'cpu' | 'cuda';
}

/**
 * What a step about a run of this request depends on. Whoever leaves the device open is content with what was
 * measured on any.
 */
export function runInputs(request: ModelRequest, trainer: TrainerChoice): RunInputs {
  const device = askedDevice(trainer);
  return { request: requestHash(request), ...(device !== 'auto' && { device }) };
}
