import type { DatasetReproduction } from '../../experiments/reproduce/reproduction.js';
import type { PhotoReference } from '../charts/product-map.js';

/** What every section of a data set is drawn from. */
export interface SectionProps {
  /** Prefix of every id in this data set's part of the page. */
  prefix: string;
  dataset: DatasetReproduction;
  seeds: readonly number[];
  photoOf: PhotoReference;
}
