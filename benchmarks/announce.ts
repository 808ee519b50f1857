/** Says on stderr what is measured now; results go to stdout. */
export function announce(what: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${what} ...`);
}
