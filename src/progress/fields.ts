/** Values shown beside a bar, in the order given: `{ loss: 0.61, pairsPerSecond: 48000 }`. */
export type ProgressFields = Readonly<Record<string, number | string | undefined>>;

const MAX_FRACTION_DIGITS = 4;

/** Formats fields for people: `loss 0.6123, pairs/s 48,000`. */
export function formatFields(fields: ProgressFields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${words(name)} ${formatValue(value!)}`)
    .join(', ');
}

function formatValue(value: number | string): string {
  if (typeof value === 'string') return value;
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return value.toLocaleString('en-US', { maximumFractionDigits: MAX_FRACTION_DIGITS });
}

/** One line on how far work is: `Training: 1,000/2,000 steps, loss 0.6123`. */
export function countLine(
  title: string,
  done: number,
  total: number,
  unit: string,
  fields: ProgressFields,
): string {
  const count = `${done.toLocaleString('en-US')}/${total.toLocaleString('en-US')} ${unit}`;
  const details = formatFields(fields);
  return `${title}: ${count}${details === '' ? '' : `, ${details}`}`;
}

/** `pairsPerSecond` reads `pairs per second`. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
