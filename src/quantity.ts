/** A count with its noun: `1 user`, `1,000 users`. The plural of `noun` takes an s. */
export function quantity(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
