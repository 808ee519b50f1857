/** How a kind of number is written; the unit stands in the head of its column. */
export type NumberFormat = (value: number) => string;

/** What stands where nothing was measured. */
export const NOTHING = '–';

/** With so many decimals and a true minus sign; nothing for what is beyond all numbers. */
export function decimals(digits: number): NumberFormat {
  return (value) => {
    if (!Number.isFinite(value)) return NOTHING;
    const text = Math.abs(value).toFixed(digits);
    return value < 0 && Number(text) !== 0 ? `−${text}` : text;
  };
}

/** AUC, 0 to 1. */
export const AUC = decimals(3);

/** A share, in percent. */
export const PERCENT: NumberFormat = (value) => decimals(1)(100 * value);

/** A share in percent with its unit, for columns whose other numbers have theirs: `65.5%`. */
export function share(digits: number): NumberFormat {
  return (value) => {
    const text = decimals(digits)(100 * value);
    return text === NOTHING ? text : `${text}%`;
  };
}

/** With as many decimals as `PERCENT`. */
export const SHARE = share(1);

/** A count; the fraction that its mean over seeds may have says nothing. */
export const COUNT: NumberFormat = (value) => Math.round(value).toLocaleString('en-US');

/** `value` written, or a dash where there is none. */
export function written(value: number | null | undefined, format: NumberFormat): string {
  return value === null || value === undefined ? NOTHING : format(value);
}

/** `3 h 20 min`, `2 min 5 s`, `4 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

/** `1, 2, 3 and 5`. */
export function listed(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
