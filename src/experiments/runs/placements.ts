import { MODELS, type ModelSettings } from '../../config/models.js';
import type { RunVectors } from './run-vectors.js';

/** One way in which a run places its products: a contestant of Tables 2 and 3. */
export interface Placement {
  /** As in tables and plots. */
  name: string;
  /** Products whose places are its own: cold ones alone for a map that leaves warm ones where the model has them. */
  places: 'all' | 'warm' | 'cold';
  /** [products, dim] */
  products: Float32Array;
}

/**
 * The placements of a run, the model as it is first. BPR has no place for cold products, so it gives two more with a
 * map from features to factors (Gantner et al. 2010), which leave warm products where they are.
 */
export function placementsOf(
  { model }: ModelSettings,
  { products, neighbours }: RunVectors,
): readonly Placement[] {
  const { title } = MODELS[model];
  if (neighbours === undefined) return [{ name: title, places: 'all', products }];
  return [
    { name: title, places: 'warm', products },
    { name: `${title} + least squares`, places: 'cold', products },
    { name: `${title} + kNN`, places: 'cold', products: neighbours },
  ];
}
