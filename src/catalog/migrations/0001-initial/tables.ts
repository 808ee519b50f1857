/** Of schema version 2: data sets and splits, what was trained on them, and experiments. */
export const tables = `
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
  dataset_key UINTEGER NOT NULL,
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

-- What has a row for every rating has a number for its name: text costs more than all other columns together.
CREATE TABLE rating_rows (
  dataset_key UINTEGER NOT NULL,
  user_index UINTEGER NOT NULL,
  product_index UINTEGER NOT NULL,
  rating FLOAT,
  rated_at TIMESTAMP
);

CREATE TABLE splits (
  dataset VARCHAR NOT NULL,
  split VARCHAR NOT NULL,
  split_key UINTEGER NOT NULL,
  seed UINTEGER NOT NULL,
  cold_share DOUBLE NOT NULL,
  validation_share DOUBLE NOT NULL,
  tested_min_products UINTEGER NOT NULL,
  input_hash VARCHAR NOT NULL,
  report JSON NOT NULL,
  made_at TIMESTAMP NOT NULL
);

CREATE TABLE split_rating_rows (
  split_key UINTEGER NOT NULL,
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
  changes VARCHAR,
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

CREATE TABLE embeddings (
  run_id VARCHAR NOT NULL,
  kind node_kind NOT NULL,
  entity_index UINTEGER NOT NULL,
  part warmth NOT NULL,
  vector FLOAT[] NOT NULL,
  bias FLOAT
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
`;
