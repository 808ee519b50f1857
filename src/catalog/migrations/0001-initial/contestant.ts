/**
 * Columns of every table of measurements: what was measured, and by whose indices. run_id is NULL for what
 * needs no training, and seed for what draws nothing by itself.
 */
export const CONTESTANT = `run_id VARCHAR,
  dataset VARCHAR NOT NULL,
  split VARCHAR NOT NULL,
  split_input_hash VARCHAR NOT NULL,
  seed UINTEGER,
  model VARCHAR NOT NULL`;

/** `paper`, or `paper, windowSize=5`, of table runs as r; NULL for what was not trained. */
export const PRESET_LABEL = "r.preset || coalesce(', ' || r.changes, '')";
