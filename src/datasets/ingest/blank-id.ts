/** SQL for an id that is nothing but spaces of any kind and control characters, or has a NUL, which would end it elsewhere. */
export const isBlankId = (id: string): string =>
  `(${id} IS NULL OR contains(${id}, chr(0)) OR NOT regexp_matches(${id}, '[^\\s\\p{Z}\\p{Cc}]'))`;

/**
 * SQL conditions of which one holds for every blank id. Asked one by one, most are answered by what DuckDB knows of the
 * largest and smallest values.
 */
export const mayBeBlankId = (id: string): string[] => [
  `${id} IS NULL`,
  `${id} < '!'`,
  `${id} > '~'`,
  `contains(${id}, chr(0))`,
];
