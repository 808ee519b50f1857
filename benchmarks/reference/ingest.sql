-- What ingest, split and the building of the graph do, as an expert would write it for the DuckDB command line: typed
-- columns, temporary tables, no check of the input, no look for leaks, no digests, no report.
--
--   duckdb shop.duckdb -cmd "SET VARIABLE folder = '...'" -f ingest.sql
--
-- Draws are by hash() and not ours, so another split comes out of it, by the same rules and of the same size.

CREATE TEMP TABLE raw_ratings AS
SELECT user_id, product_id, rating, make_timestamp(seconds * 1000000) AS rated_at
FROM read_csv(getvariable('folder') || '/ratings.csv', header = false, auto_detect = false, delim = ',',
  columns = {'user_id': 'VARCHAR', 'product_id': 'VARCHAR', 'rating': 'FLOAT', 'seconds': 'BIGINT'});

CREATE TEMP TABLE featured_products AS
SELECT product_id FROM read_csv(getvariable('folder') || '/ids.txt', header = false, auto_detect = false,
  delim = ',', columns = {'product_id': 'VARCHAR'});

-- Of repeated ratings all but the latest.
CREATE TEMP TABLE superseded AS
SELECT r.rowid AS record FROM raw_ratings r
SEMI JOIN (
  SELECT hash(user_id, product_id) AS pair FROM raw_ratings GROUP BY pair HAVING count(*) > 1
) repeated ON hash(r.user_id, r.product_id) = repeated.pair
QUALIFY row_number() OVER (PARTITION BY user_id, product_id
  ORDER BY rated_at DESC NULLS LAST, record DESC) > 1;

CREATE TEMP VIEW featured_ratings AS
SELECT user_id, product_id, rating, rated_at FROM raw_ratings r
  ANTI JOIN superseded s ON r.rowid = s.record
  SEMI JOIN featured_products USING (product_id);

CREATE TABLE users AS
SELECT (row_number() OVER (ORDER BY user_id) - 1)::UINTEGER AS user_index, user_id, num_ratings
FROM (
  SELECT user_id, count(*)::UINTEGER AS num_ratings FROM featured_ratings
  GROUP BY user_id HAVING num_ratings >= 5);

CREATE TEMP TABLE kept_ratings AS
SELECT user_index, product_id, rating, rated_at FROM featured_ratings JOIN users USING (user_id);

CREATE TABLE products AS
SELECT (row_number() OVER (ORDER BY product_id) - 1)::UINTEGER AS product_index, product_id, num_ratings
FROM (
  SELECT product_id, count(*)::UINTEGER AS num_ratings FROM kept_ratings GROUP BY product_id);

CREATE TABLE ratings AS
SELECT user_index, product_index, rating, rated_at
FROM kept_ratings JOIN products USING (product_id)
ORDER BY user_index, product_index;

-- The split: one product of each user for the test, one of every tenth user for validation.
CREATE TEMP TABLE held AS
SELECT user_index, drawn[1] AS test, CASE WHEN hash(user_index) % 10 = 0 THEN drawn[2] END AS validation
FROM (
  SELECT user_index, arg_min(product_index, hash(user_index, product_index), 2) AS drawn
  FROM ratings GROUP BY user_index);

-- Products that become cold: as many as it takes to have half of the test pairs.
CREATE TEMP TABLE cold_products AS
SELECT product_index FROM (
  SELECT test AS product_index, count(*) AS n, sum(n) OVER (ORDER BY hash(test)) - n AS before
  FROM held GROUP BY test)
WHERE before < (SELECT count(*) / 2 FROM held);

CREATE TYPE split_part AS ENUM
  ('train', 'validation_warm', 'validation_cold', 'test_warm', 'test_cold', 'removed');

CREATE TEMP TABLE placed AS
SELECT user_index, product_index, product_index = test AS is_test,
  coalesce(product_index = validation, false) AS is_validation,
  NOT is_test AND NOT is_validation AND c.product_index IS NULL AS is_train
FROM ratings JOIN held USING (user_index) LEFT JOIN cold_products c USING (product_index);

CREATE TABLE split_ratings AS
SELECT user_index, product_index,
  (CASE WHEN u.user_index IS NULL THEN 'removed'
    WHEN is_train THEN 'train'
    WHEN is_test THEN CASE WHEN p.product_index IS NULL THEN 'test_cold' ELSE 'test_warm' END
    WHEN is_validation THEN
      CASE WHEN p.product_index IS NULL THEN 'validation_cold' ELSE 'validation_warm' END
    ELSE 'removed' END)::split_part AS part
FROM placed
  LEFT JOIN (SELECT DISTINCT user_index FROM placed WHERE is_train) u USING (user_index)
  LEFT JOIN (SELECT DISTINCT product_index FROM placed WHERE is_train) p USING (product_index)
ORDER BY user_index, product_index;

-- The graph in compressed rows: users are the first nodes.
SET VARIABLE num_users = (SELECT count(*)::UINTEGER FROM users);

CREATE TEMP TABLE col AS
SELECT node, neighbour FROM (
  SELECT user_index AS node, getvariable('num_users') + product_index AS neighbour
  FROM split_ratings WHERE part = 'train'
  UNION ALL
  SELECT getvariable('num_users') + product_index, user_index FROM split_ratings WHERE part = 'train')
ORDER BY node, neighbour;

CREATE TEMP TABLE rowptr AS
SELECT node, sum(degree) OVER (ORDER BY node) AS row_end
FROM (SELECT node, count(*) AS degree FROM col GROUP BY node);

SELECT count(*) AS edges FROM col;
