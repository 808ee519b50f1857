-- What ingest, split and the building of the graph do, for the DuckDB command line: the program's own SQL where it has
-- some, but with typed columns, no check of the input, no look for leaks, no digests and no report.
--
--   duckdb shop.duckdb -cmd "SET VARIABLE folder = '...'" -f ingest.sql
--
-- Draws are by hash() and not ours, so another split comes out of it, by the same rules and of the same size.

CREATE TEMP TABLE raw_ratings AS
SELECT user_id, product_id, rating, make_timestamp(seconds * 1000000) AS rated_at
FROM read_csv(getvariable('folder') || '/ratings.csv', header = false, auto_detect = false, delim = ',',
  columns = {'user_id': 'VARCHAR', 'product_id': 'VARCHAR', 'rating': 'FLOAT', 'seconds': 'BIGINT'});

CREATE TEMP TABLE numbered_products AS
SELECT (row_number() OVER (ORDER BY product_id) - 1)::UINTEGER AS product_number, product_id
FROM read_csv(getvariable('folder') || '/ids.txt', header = false, auto_detect = false,
  delim = ',', columns = {'product_id': 'VARCHAR'});

-- Users who may be kept, and those who may have rated a product twice: who marks as many of 64 places as there are
-- ratings has not.
CREATE TEMP TABLE compared_users AS
SELECT (row_number() OVER (ORDER BY user_id) - 1)::UINTEGER AS user_number, user_id
FROM (
  SELECT user_id, count(*) AS num_ratings, bit_count(bit_or(1::UBIGINT << (hash(product_id) & 63))) AS num_places
  FROM raw_ratings GROUP BY user_id)
WHERE num_ratings >= 5 OR num_places < num_ratings;

CREATE TEMP TABLE compared_ratings AS
SELECT user_number, product_number, rating, rated_at
FROM raw_ratings r JOIN compared_users USING (user_id) JOIN numbered_products USING (product_id)
ORDER BY (user_number::UBIGINT << 32) | product_number, rated_at NULLS FIRST, r.rowid;

-- Of repeated ratings the latest stays, which is the last of its pair.
DELETE FROM compared_ratings WHERE rowid IN (
  SELECT record FROM (
    SELECT rowid AS record, user_number, product_number,
      lead(user_number) OVER () AS next_user, lead(product_number) OVER () AS next_product
    FROM compared_ratings)
  WHERE next_user = user_number AND next_product = product_number);

CREATE TEMP TABLE kept_users AS
SELECT (row_number() OVER (ORDER BY user_number) - 1)::UINTEGER AS user_index, user_id, num_ratings, user_number
FROM (
  SELECT user_number, count(*)::UINTEGER AS num_ratings FROM compared_ratings
  GROUP BY user_number HAVING num_ratings >= 5)
JOIN compared_users USING (user_number);

DELETE FROM compared_ratings WHERE user_number IN (
  SELECT user_number FROM compared_users ANTI JOIN kept_users USING (user_number));

CREATE TEMP TABLE kept_products AS
SELECT (row_number() OVER (ORDER BY product_number) - 1)::UINTEGER AS product_index, product_id, num_ratings,
  product_number
FROM (
  SELECT product_number, count(*)::UINTEGER AS num_ratings FROM compared_ratings GROUP BY product_number)
JOIN numbered_products USING (product_number);

CREATE TABLE users AS SELECT user_index, user_id, num_ratings FROM kept_users ORDER BY user_index;
CREATE TABLE products AS SELECT product_index, product_id, num_ratings FROM kept_products ORDER BY product_index;
CREATE TABLE ratings AS
SELECT user_index, product_index, rating, rated_at
FROM compared_ratings JOIN kept_users USING (user_number) JOIN kept_products USING (product_number)
ORDER BY (user_index::UBIGINT << 32) | product_index;

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
