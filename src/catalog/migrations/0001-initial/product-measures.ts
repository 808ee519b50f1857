import { CONTESTANT, PRESET_LABEL } from './contestant.js';

/** Of schema version 2: how well a contestant places products among each other. */
export const productMeasures = `
CREATE TABLE relation_metrics (
  ${CONTESTANT},
  negatives VARCHAR NOT NULL,
  pair_kind VARCHAR NOT NULL,
  accuracy DOUBLE,
  accuracy_ci95_low DOUBLE,
  accuracy_ci95_high DOUBLE,
  threshold DOUBLE,
  accuracy_train_threshold DOUBLE,
  train_threshold DOUBLE,
  auc DOUBLE,
  auc_ci95_low DOUBLE,
  auc_ci95_high DOUBLE,
  num_pairs UINTEGER NOT NULL,
  sample_seed UINTEGER NOT NULL,
  measured_at TIMESTAMP NOT NULL
);

CREATE TABLE analogy_metrics (
  ${CONTESTANT},
  vectors VARCHAR NOT NULL,
  definition VARCHAR NOT NULL,
  precision_at_5 DOUBLE,
  ci95_low DOUBLE,
  ci95_high DOUBLE,
  num_queries UINTEGER NOT NULL,
  sample_seed UINTEGER NOT NULL,
  measured_at TIMESTAMP NOT NULL
);

CREATE TABLE similarity_distributions (
  ${CONTESTANT},
  mean DOUBLE NOT NULL,
  standard_deviation DOUBLE NOT NULL,
  excess_kurtosis DOUBLE,
  pearson_kurtosis DOUBLE,
  num_pairs UINTEGER NOT NULL,
  sample_seed UINTEGER NOT NULL,
  measured_at TIMESTAMP NOT NULL
);

CREATE TABLE similarity_densities (
  ${CONTESTANT},
  cosine DOUBLE NOT NULL,
  density DOUBLE NOT NULL
);

${latestView('relation_metrics', ['negatives', 'pair_kind'])}
${latestView('analogy_metrics', ['vectors', 'definition'])}
${latestView('similarity_distributions', [])}`;

/** View `latest_<table>`: of each contestant on a split that is still there, what was measured last. */
function latestView(table: string, conditions: readonly string[]): string {
  const partition = ['m.dataset', 'm.split', PRESET_LABEL, 'm.model', ...conditions].join(', ');
  return `CREATE VIEW latest_${table} AS
SELECT m.*, ${PRESET_LABEL} AS preset FROM ${table} m
JOIN splits s ON s.dataset = m.dataset AND s.split = m.split AND s.input_hash = m.split_input_hash
LEFT JOIN runs r USING (run_id)
QUALIFY rank() OVER (
  PARTITION BY ${partition}
  ORDER BY measured_at DESC, m.run_id DESC) = 1;
`;
}
