/**
 * Progress on stderr: one line per step that had something to do. On a terminal the line lives and counts
 * seconds; elsewhere a sign of life is written now and then, because installing PyTorch takes minutes.
 */
const LIVE_INTERVAL_MS = 1_000;
const LOG_INTERVAL_MS = 20_000;
const DEFAULT_COLUMNS = 80;

const silent = { note() {}, begin: () => () => {} };

export function createReporter({ quiet, stream = process.stderr }) {
  if (quiet) return silent;
  const live = stream.isTTY === true && !process.env.CI;

  function begin(title) {
    const started = Date.now();
    const line = (state) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(state === 'running' ? 0 : 1);
      return `bootstrap: ${title} ... ${state} (${seconds} s)`;
    };
    // A line that wraps cannot be written over: each second would leave a piece of it behind.
    const shown = (state) => line(state).slice(0, (stream.columns || DEFAULT_COLUMNS) - 1);
    const write = (state, end) =>
      stream.write(live ? `\r\x1b[K${shown(state)}${end}` : `${line(state)}\n`);
    if (live) write('running', '');
    const timer = setInterval(
      () => write('running', ''),
      live ? LIVE_INTERVAL_MS : LOG_INTERVAL_MS,
    );
    timer.unref();
    return (state) => {
      clearInterval(timer);
      write(state, '\n');
    };
  }

  return { note: (text) => stream.write(`bootstrap: ${text}\n`), begin };
}
