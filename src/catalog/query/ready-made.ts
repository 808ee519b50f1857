/** Queries worth having at hand; `vasg query --name <name>` runs one. */
export interface ReadyMadeQuery {
  name: string;
  summary: string;
  sql: string;
}

export const READY_MADE_QUERIES: readonly ReadyMadeQuery[] = [
  {
    name: 'table1',
    summary: 'Products, users, ratings and density of each data set (Table 1 of the paper).',
    sql: 'FROM table1 ORDER BY dataset',
  },
  {
    name: 'table2',
    summary:
      'Latest AUC of every contestant on every split, without and with half credit for ties, among products of the same kind and among all (Table 2).',
    sql: `SELECT dataset, split, preset, model,
  max(auc) FILTER (part = 'warm' AND candidates = 'warm') AS warm,
  max(auc_half_ties) FILTER (part = 'warm' AND candidates = 'warm') AS warm_half_ties,
  max(auc) FILTER (part = 'cold' AND candidates = 'cold') AS cold,
  max(auc_half_ties) FILTER (part = 'cold' AND candidates = 'cold') AS cold_half_ties,
  max(auc) FILTER (part = 'warm' AND candidates = 'all') AS warm_among_all,
  max(auc_half_ties) FILTER (part = 'warm' AND candidates = 'all') AS warm_among_all_half_ties,
  max(auc) FILTER (part = 'cold' AND candidates = 'all') AS cold_among_all,
  max(auc_half_ties) FILTER (part = 'cold' AND candidates = 'all') AS cold_among_all_half_ties
FROM latest_metrics GROUP BY dataset, split, preset, model
ORDER BY dataset, split, warm DESC NULLS LAST, preset, model`,
  },
  {
    name: 'table3',
    summary:
      'Latest accuracy and AUC of telling related products from unrelated ones, drawn uniformly and with matched degrees (Table 3).',
    sql: `SELECT dataset, split, pair_kind, preset, model,
  max(accuracy) FILTER (negatives = 'uniform') AS accuracy,
  max(accuracy_train_threshold) FILTER (negatives = 'uniform') AS accuracy_train_threshold,
  max(auc) FILTER (negatives = 'uniform') AS auc,
  max(accuracy) FILTER (negatives = 'degree-matched') AS accuracy_matched,
  max(auc) FILTER (negatives = 'degree-matched') AS auc_matched,
  max(num_pairs) AS num_pairs
FROM latest_relation_metrics GROUP BY dataset, split, pair_kind, preset, model
ORDER BY dataset, split, pair_kind DESC, accuracy DESC NULLS LAST, preset, model`,
  },
  {
    name: 'analogies',
    summary: 'Latest precision@5 of X_p1 - X_u1 + X_u2 under each definition (section 5).',
    sql: `SELECT dataset, split, preset, model, vectors, definition, precision_at_5, ci95_low, ci95_high,
  num_queries
FROM latest_analogy_metrics ORDER BY dataset, split, preset, model, vectors, definition`,
  },
  {
    name: 'figure4',
    summary: 'Latest spread and kurtosis of the cosines of random pairs of products (Figure 4).',
    sql: `SELECT dataset, split, preset, model, mean, standard_deviation, excess_kurtosis,
  pearson_kurtosis, num_pairs
FROM latest_similarity_distributions ORDER BY dataset, split, preset, model`,
  },
  {
    name: 'runs',
    summary: 'All training runs, the latest first.',
    sql: `SELECT run_id, dataset, split, model, preset, changes, seed, status, round(wall_seconds, 1) AS seconds,
  run_id IN (SELECT run_id FROM current_runs) AS is_current, started_at
FROM runs ORDER BY started_at DESC`,
  },
  {
    name: 'sweeps',
    summary: 'Every setting of every sweep: AUC among products of the same kind, over seeds.',
    sql: `SELECT sweep, dataset, settings, model, max(num_seeds) AS num_seeds,
  max(auc_mean) FILTER (part = 'warm') AS warm, max(auc_sd) FILTER (part = 'warm') AS warm_sd,
  max(auc_mean) FILTER (part = 'cold') AS cold, max(auc_sd) FILTER (part = 'cold') AS cold_sd
FROM sweep_results WHERE part = candidates GROUP BY ALL ORDER BY sweep, dataset, warm DESC`,
  },
  {
    name: 'learning-curve',
    summary: 'Losses and validation scores of the run that was started last.',
    sql: `SELECT stage, step, skip_gram_loss, reconstruction_loss, cosine_loss, ranking_loss,
  relation_loss, auc_warm, auc_cold, auc_relations, mean_cosine, effective_rank, pairs_per_second
FROM training_progress
WHERE run_id = (SELECT run_id FROM runs ORDER BY started_at DESC LIMIT 1)
ORDER BY rowid`,
  },
  {
    name: 'worst-users',
    summary:
      'Tested users whose purchase ranked lowest among its own kind, by the run evaluated last.',
    sql: `SELECT run_id, dataset, split, preset, model, part, user_id, product_id, auc, num_candidates
FROM latest_user_aucs
WHERE part = candidates AND run_id = (
  SELECT run_id FROM latest_metrics WHERE run_id IS NOT NULL
  ORDER BY measured_at DESC, run_id DESC LIMIT 1)
ORDER BY auc, user_index LIMIT 50`,
  },
  {
    name: 'auc-by-history',
    summary: 'Latest AUC of every contestant against how many products a user has in training.',
    sql: `SELECT a.dataset, a.split, a.preset, a.model, a.run_id, a.part,
  least(t.num_train, 20) AS num_train, count(*) AS num_users, avg(a.auc) AS auc
FROM latest_user_aucs a JOIN (
  SELECT dataset, split, user_index, count(*) AS num_train FROM split_ratings
  WHERE part = 'train' GROUP BY ALL) t
  ON t.dataset = a.dataset AND t.split = a.split AND t.user_index = a.user_index
WHERE a.part = a.candidates GROUP BY ALL ORDER BY ALL`,
  },
  {
    name: 'splits',
    summary: 'Sizes of the parts of every split.',
    sql: 'FROM split_counts ORDER BY dataset, split, part',
  },
  {
    name: 'leak-checks',
    summary: 'Outcome of the leak checks of every split; 0 violations everywhere is right.',
    sql: `SELECT dataset, split, check_name, violations, checked_at FROM leak_checks
ORDER BY violations DESC, dataset, split, check_name`,
  },
  {
    name: 'popular-products',
    summary: 'The products with the most ratings.',
    sql: `SELECT dataset, product_id, num_ratings FROM products
QUALIFY row_number() OVER (PARTITION BY dataset ORDER BY num_ratings DESC, product_index) <= 20
ORDER BY dataset, num_ratings DESC`,
  },
  {
    name: 'nearest-products',
    summary: 'Warm products of the latest run with the most similar pairs of embeddings.',
    sql: `WITH sample AS (
  SELECT id, vector FROM named_embeddings
  WHERE kind = 'product' AND part = 'warm'
    AND run_id = (SELECT run_id FROM current_runs WHERE status = 'completed'
      ORDER BY completed_at DESC LIMIT 1)
  ORDER BY hash(id) LIMIT 300)
SELECT a.id AS product_id, b.id AS other_id, list_cosine_similarity(a.vector, b.vector) AS cosine
FROM sample a JOIN sample b ON a.id < b.id ORDER BY cosine DESC LIMIT 20`,
  },
];
