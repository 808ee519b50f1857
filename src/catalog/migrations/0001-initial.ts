import { productMeasures } from './0001-product-measures.js';

/** Schema version 1. Public: every table and column is documented in docs/schema.md. */
export const initialSchema = `
CREATE TABLE schema_version (version INTEGER NOT NULL);

CREATE TYPE split_part AS ENUM
  ('train', 'validation_warm', 'validation_cold', 'test_warm', 'test_cold', 'removed');
CREATE TYPE warmth AS ENUM ('warm', 'cold');
CREATE TYPE node_kind AS ENUM ('user', 'product');
CREATE TYPE run_status AS ENUM ('running', 'completed', 'failed', 'cancelled');
CREATE TYPE experiment_kind AS ENUM ('sweep', 'reproduction');
CREATE TYPE step_status AS ENUM ('completed', 'failed');

CREATE TABLE datasets (
  dataset VARCHAR NOT NULL,
  num_users UINTEGER NOT NULL,
  num_products UINTEGER NOT NULL,
  num_ratings UBIGINT NOT NULL,
  feature_dim UINTEGER NOT NULL,
  features_file VARCHAR NOT NULL,
  features_sha256 VARCHAR NOT NULL,
  images_folder VARCHAR,
  input_hash VARCHAR NOT NULL,
  sources JSON NOT NULL,
  options JSON NOT NULL,
  report JSON NOT NULL,
  ingested_at TIMESTAMP NOT NULL
);

CREATE TABLE users (
  dataset VARCHAR NOT NULL,
  user_index UINTEGER NOT NULL,
  user_id VARCHAR NOT NULL,
  num_ratings UINTEGER NOT NULL
);

CREATE TABLE products (
  dataset VARCHAR NOT NULL,
  product_index UINTEGER NOT NULL,
  product_id VARCHAR NOT NULL,
  num_ratings UINTEGER NOT NULL,
  image_file VARCHAR
);

CREATE TABLE ratings (
  dataset VARCHAR NOT NULL,
  user_index UINTEGER NOT NULL,
  product_index UINTEGER NOT NULL,
  rating FLOAT,
  rated_at TIMESTAMP
);

CREATE TABLE splits (
  dataset VARCHAR NOT NULL,
  split VARCHAR NOT NULL,
  seed UINTEGER NOT NULL,
  cold_share DOUBLE NOT NULL,
  validation_share DOUBLE NOT NULL,
  input_hash VARCHAR NOT NULL,
  report JSON NOT NULL,
  made_at TIMESTAMP NOT NULL
);

CREATE TABLE split_ratings (
  dataset VARCHAR NOT NULL,
  split VARCHAR NOT NULL,
  user_index UINTEGER NOT NULL,
  product_index UINTEGER NOT NULL,
  part split_part NOT NULL
);

CREATE TABLE leak_checks (
  dataset VARCHAR NOT NULL,
  split VARCHAR NOT NULL,
  check_name VARCHAR NOT NULL,
  violations UBIGINT NOT NULL,
  checked_at TIMESTAMP NOT NULL
);

CREATE TABLE stages (
  stage VARCHAR NOT NULL,
  subject VARCHAR NOT NULL,
  input_hash VARCHAR NOT NULL,
  facts JSON NOT NULL,
  finished_at TIMESTAMP NOT NULL
);

CREATE TABLE runs (
  run_id VARCHAR NOT NULL,
  dataset VARCHAR NOT NULL,
  split VARCHAR NOT NULL,
  split_input_hash VARCHAR NOT NULL,
  model VARCHAR NOT NULL,
  preset VARCHAR NOT NULL,
  seed UINTEGER NOT NULL,
  request_hash VARCHAR NOT NULL,
  status run_status NOT NULL,
  config JSON NOT NULL,
  versions JSON NOT NULL,
  device VARCHAR,
  started_at TIMESTAMP NOT NULL,
  completed_at TIMESTAMP,
  wall_seconds DOUBLE,
  error VARCHAR
);

CREATE TABLE training_progress (
  run_id VARCHAR NOT NULL,
  stage VARCHAR NOT NULL,
  step UINTEGER NOT NULL,
  epoch UINTEGER,
  num_pairs DOUBLE,
  pairs_per_second DOUBLE,
  skip_gram_loss DOUBLE,
  reconstruction_loss DOUBLE,
  cosine_loss DOUBLE,
  ranking_loss DOUBLE,
  relation_loss DOUBLE,
  log_variance_skip_gram DOUBLE,
  log_variance_reconstruction DOUBLE,
  temperature DOUBLE,
  auc_warm DOUBLE,
  auc_cold DOUBLE,
  auc_relations DOUBLE,
  score DOUBLE,
  mean_cosine DOUBLE,
  effective_rank DOUBLE,
  wall_seconds DOUBLE
);

-- Of a run, or of a baseline that needs no training: then run_id is NULL, and seed too unless it has one.
CREATE TABLE metrics (
  run_id VARCHAR,
  dataset VARCHAR NOT NULL,
  split VARCHAR NOT NULL,
  split_input_hash VARCHAR NOT NULL,
  seed UINTEGER,
  model VARCHAR NOT NULL,
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
  run_id VARCHAR,
  dataset VARCHAR NOT NULL,
  split VARCHAR NOT NULL,
  split_input_hash VARCHAR NOT NULL,
  seed UINTEGER,
  model VARCHAR NOT NULL,
  part VARCHAR NOT NULL,
  candidates VARCHAR NOT NULL,
  user_index UINTEGER NOT NULL,
  product_index UINTEGER NOT NULL,
  num_below UINTEGER NOT NULL,
  num_tied UINTEGER NOT NULL,
  num_candidates UINTEGER NOT NULL
);

CREATE TABLE embeddings (
  run_id VARCHAR NOT NULL,
  kind node_kind NOT NULL,
  entity_index UINTEGER NOT NULL,
  part warmth NOT NULL,
  vector FLOAT[] NOT NULL
);

CREATE TABLE recommendations (
  run_id VARCHAR NOT NULL,
  user_index UINTEGER NOT NULL,
  rank UINTEGER NOT NULL,
  product_index UINTEGER NOT NULL,
  score FLOAT NOT NULL,
  part warmth NOT NULL
);

CREATE TABLE experiments (
  experiment VARCHAR NOT NULL,
  kind experiment_kind NOT NULL,
  request JSON NOT NULL,
  started_at TIMESTAMP NOT NULL,
  finished_at TIMESTAMP
);

CREATE TABLE experiment_steps (
  experiment VARCHAR NOT NULL,
  step VARCHAR NOT NULL,
  title VARCHAR NOT NULL,
  dataset VARCHAR,
  settings JSON,
  seed UINTEGER,
  run_id VARCHAR,
  input_hash VARCHAR NOT NULL,
  status step_status NOT NULL,
  exit_code UTINYINT,
  error VARCHAR,
  result JSON,
  wall_seconds DOUBLE NOT NULL,
  finished_at TIMESTAMP NOT NULL
);

CREATE VIEW table1 AS
SELECT dataset, num_products, num_users, num_ratings,
  num_ratings / (num_users::DOUBLE * num_products) AS density,
  num_ratings / num_users::DOUBLE AS ratings_per_user,
  feature_dim
FROM datasets;

CREATE VIEW split_counts AS
SELECT dataset, split, part, count(*) AS num_ratings,
  count(DISTINCT user_index) AS num_users, count(DISTINCT product_index) AS num_products
FROM split_ratings GROUP BY ALL;

-- Runs whose users, products and parts are still those of the catalog. A run that was trained on an
-- earlier ingest or split of the same name keeps its metrics, but its indices mean nothing any more.
CREATE VIEW current_runs AS
SELECT r.* FROM runs r JOIN splits s
  ON s.dataset = r.dataset AND s.split = r.split AND s.input_hash = r.split_input_hash;

CREATE VIEW run_metrics AS
SELECT m.*, r.preset, r.started_at,
  EXISTS (FROM splits s WHERE s.dataset = m.dataset AND s.split = m.split
    AND s.input_hash = m.split_input_hash) AS is_current
FROM metrics m LEFT JOIN runs r USING (run_id);

-- Two presets of a model are two contestants.
CREATE VIEW latest_metrics AS
SELECT * FROM run_metrics WHERE is_current
QUALIFY rank() OVER (
  PARTITION BY dataset, split, preset, model, part, candidates
  ORDER BY measured_at DESC, run_id DESC) = 1;

-- One row per setting of a sweep, model and kind of AUC: mean and spread over seeds.
CREATE VIEW sweep_results AS
SELECT s.experiment AS sweep, s.dataset, s.settings, m.model, m.part, m.candidates,
  count(m.auc) AS num_seeds, avg(m.auc) AS auc_mean, stddev_samp(m.auc) AS auc_sd
FROM experiment_steps s JOIN experiments e USING (experiment) JOIN metrics m USING (run_id)
WHERE e.kind = 'sweep' AND s.status = 'completed'
GROUP BY ALL;

CREATE VIEW user_aucs AS
SELECT a.*, u.user_id, p.product_id, a.num_below / nullif(a.num_candidates, 0) AS auc
FROM user_ranks a
JOIN splits s ON s.dataset = a.dataset AND s.split = a.split AND s.input_hash = a.split_input_hash
JOIN users u ON u.dataset = a.dataset AND u.user_index = a.user_index
JOIN products p ON p.dataset = a.dataset AND p.product_index = a.product_index;

CREATE VIEW latest_user_aucs AS
SELECT m.preset, a.* FROM user_aucs a JOIN latest_metrics m
  ON m.run_id IS NOT DISTINCT FROM a.run_id AND m.seed IS NOT DISTINCT FROM a.seed
  AND m.dataset = a.dataset AND m.split = a.split AND m.model = a.model
  AND m.part = a.part AND m.candidates = a.candidates;

CREATE VIEW named_embeddings AS
SELECT e.run_id, r.dataset, e.kind, e.entity_index, coalesce(u.user_id, p.product_id) AS id,
  e.part, e.vector
FROM embeddings e JOIN current_runs r USING (run_id)
LEFT JOIN users u ON e.kind = 'user' AND u.dataset = r.dataset AND u.user_index = e.entity_index
LEFT JOIN products p
  ON e.kind = 'product' AND p.dataset = r.dataset AND p.product_index = e.entity_index;

CREATE VIEW named_recommendations AS
SELECT c.run_id, r.dataset, u.user_id, c.rank, p.product_id, c.score, c.part
FROM recommendations c JOIN current_runs r USING (run_id)
JOIN users u ON u.dataset = r.dataset AND u.user_index = c.user_index
JOIN products p ON p.dataset = r.dataset AND p.product_index = c.product_index;
${productMeasures}`;
