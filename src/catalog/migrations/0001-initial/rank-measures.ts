import { CONTESTANT } from './contestant.js';

/** Of schema version 2: how well a contestant ranks products for users. */
export const rankMeasures = `
CREATE TABLE metrics (
  ${CONTESTANT},
  part VARCHAR NOT NULL,
  candidates VARCHAR NOT NULL,
  auc DOUBLE,
  auc_half_ties DOUBLE,
  ci95_low DOUBLE,
  ci95_high DOUBLE,
  num_users UINTEGER NOT NULL,
  tied_share DOUBLE,
  num_candidates DOUBLE,
  measured_at TIMESTAMP NOT NULL
);

CREATE TABLE user_ranks (
  ${CONTESTANT},
  part VARCHAR NOT NULL,
  candidates VARCHAR NOT NULL,
  user_index UINTEGER NOT NULL,
  product_index UINTEGER NOT NULL,
  num_below UINTEGER NOT NULL,
  num_tied UINTEGER NOT NULL,
  num_candidates UINTEGER NOT NULL
);
`;
