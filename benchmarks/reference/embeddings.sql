-- Vectors from a file into a table like the catalog's, and no more than that.
CREATE TYPE node_kind AS ENUM ('user', 'product');
CREATE TYPE warmth AS ENUM ('warm', 'cold');
CREATE TABLE embeddings AS
SELECT 'run' AS run_id, 'product'::node_kind AS kind, entity_index, 'warm'::warmth AS part, vector,
  NULL::FLOAT AS bias
FROM read_parquet(getvariable('file'));
