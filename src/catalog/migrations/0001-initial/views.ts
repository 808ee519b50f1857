import { PRESET_LABEL } from './contestant.js';

/** Of schema version 2: the questions that users ask first, answered once. */
export const views = `
CREATE VIEW ratings AS
SELECT d.dataset, r.user_index, r.product_index, r.rating, r.rated_at
FROM rating_rows r JOIN datasets d USING (dataset_key);

CREATE VIEW split_ratings AS
SELECT s.dataset, s.split, r.user_index, r.product_index, r.part
FROM split_rating_rows r JOIN splits s USING (split_key);

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
SELECT m.*, ${PRESET_LABEL} AS preset, r.started_at,
  EXISTS (FROM splits s WHERE s.dataset = m.dataset AND s.split = m.split
    AND s.input_hash = m.split_input_hash) AS is_current
FROM metrics m LEFT JOIN runs r USING (run_id);

-- Two presets of a model are two contestants, and so are a preset and itself with something changed.
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
  e.part, e.vector, e.bias
FROM embeddings e JOIN current_runs r USING (run_id)
LEFT JOIN users u ON e.kind = 'user' AND u.dataset = r.dataset AND u.user_index = e.entity_index
LEFT JOIN products p
  ON e.kind = 'product' AND p.dataset = r.dataset AND p.product_index = e.entity_index;

CREATE VIEW named_recommendations AS
SELECT c.run_id, r.dataset, u.user_id, c.rank, p.product_id, c.score, c.part
FROM recommendations c JOIN current_runs r USING (run_id)
JOIN users u ON u.dataset = r.dataset AND u.user_index = c.user_index
JOIN products p ON p.dataset = r.dataset AND p.product_index = c.product_index;
`;
