-- Vectors of random numbers for embeddings.sql, in a file that costs nothing to read.
COPY (
  SELECT i::UINTEGER AS entity_index,
    list_transform(range(getvariable('dim')::BIGINT), lambda k: (random() - 0.5 + 0 * k)::FLOAT) AS vector
  FROM range(getvariable('num_rows')::BIGINT) AS rows(i)
) TO (getvariable('file')) (FORMAT parquet, COMPRESSION uncompressed);
