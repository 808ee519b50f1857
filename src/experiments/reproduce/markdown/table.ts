import type { Cell, Spread } from '../reproduction.js';

/** A Markdown table; numbers align right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumeric = head.map((_, column) =>
    rows.every((row) => /^([-–]|[-\d][\d.,%]*( ±.*)?)$/.test(row[column]!)),
  );
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  const rule = isNumeric.map((right) => (right ? '---:' : '---'));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** `0.8123 ± 0.0045`, without the deviation for one seed, and a dash for nothing. */
export function spread({ mean, sd }: Spread, digits = 4): string {
  if (mean === null) return '–';
  return sd === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${sd.toFixed(digits)}`;
}

/** Paper, authors' log and ours: three columns. */
export function beside({ paper, authors, ours }: Cell, digits = 4): [string, string, string] {
  return [number(paper, digits), number(authors, digits), spread(ours, digits)];
}

export function number(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

/** A count with separators. */
export function count(value: number | null): string {
  return value === null ? '–' : Math.round(value).toLocaleString('en-US');
}

export const BESIDE = ['paper', "authors' log", 'ours'];

function escape(text: string): string {
  return text.replaceAll('|', '\\|');
}
