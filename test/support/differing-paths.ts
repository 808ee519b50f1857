const SHOWN = 20;

/**
 * Where two JSON values differ, one line each: `datasets[0].table1.users: 3 is not 4`. Large values make a failed
 * deep equality unreadable.
 */
export function differingPaths(actual: unknown, expected: unknown): string {
  const lines = [...differences(actual, expected, '')];
  const more = lines.length > SHOWN ? [`... ${lines.length - SHOWN} more`] : [];
  return [...lines.slice(0, SHOWN), ...more].join('\n');
}

function* differences(actual: unknown, expected: unknown, path: string): Generator<string> {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    const length = Math.max(actual.length, expected.length);
    for (let i = 0; i < length; i++) yield* differences(actual[i], expected[i], `${path}[${i}]`);
  } else if (isRecord(actual) && isRecord(expected)) {
    for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
      yield* differences(actual[key], expected[key], path === '' ? key : `${path}.${key}`);
    }
  } else if (!Object.is(actual, expected)) {
    yield `${path}: ${shown(actual)} is not ${shown(expected)}`;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200);
}
