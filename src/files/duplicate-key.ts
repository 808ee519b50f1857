import { visit } from 'jsonc-parser';

/** A key of a JSON object that was there before. */
export interface DuplicateKey {
  /** With the keys and positions that lead to it: `vasg.maxSteps`. */
  path: string;
  /** From 1; of its second appearance. */
  line: number;
}

/**
 * The first key that an object of a JSON text has twice; undefined where there is none. `JSON.parse` would take the
 * last value and say nothing of the others.
 */
export function findDuplicateKey(text: string): DuplicateKey | undefined {
  const open: Set<string>[] = [];
  let found: DuplicateKey | undefined;
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (key, _offset, _length, line, _column, pathOfObject) => {
      const known = open.at(-1)!;
      if (known.has(key)) found ??= { path: [...pathOfObject(), key].join('.'), line: line + 1 };
      known.add(key);
    },
  });
  return found;
}
