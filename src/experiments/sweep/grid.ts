import type { Factor } from './factors.js';

/** Values of the hyper-parameters of a sweep, by name. */
export type Settings = Readonly<Record<string, unknown>>;

/** Every combination of values, the last factor fastest; one empty setting without factors. */
export function settingsOf(factors: readonly Factor[]): Settings[] {
  return factors.reduce<Settings[]>(
    (settings, { name, values }) =>
      settings.flatMap((setting) => values.map((value) => ({ ...setting, [name]: value }))),
    [{}],
  );
}

/** `windowSize=5, useDecoder=false`: a setting for people and as a name. */
export function describeSettings(settings: Settings): string {
  const parts = Object.entries(settings).map(([name, value]) => `${name}=${String(value)}`);
  return parts.length === 0 ? 'preset' : parts.join(', ');
}
