import { productMeasures } from './0001-initial/product-measures.js';
import { rankMeasures } from './0001-initial/rank-measures.js';
import { tables } from './0001-initial/tables.js';
import { views } from './0001-initial/views.js';

/** Schema version 2. Public: every table and column is documented in docs/schema.md. */
export const initialSchema = tables + rankMeasures + views + productMeasures;
