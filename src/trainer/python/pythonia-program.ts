/**
 * What every program that uses pythonia shares. Such a program is a process of its own, started by
 * `runPythonia`, because pythonia starts Python when it is imported, hands it our stdout and gives up
 * waiting without ending it.
 */

/** Imports a Python module. Through the bridge, every value arrives later. */
export type Python = (module: string) => Promise<unknown>;

/** The answer, or Python's own message. */
export type PythonAnswer<T> = { report: T } | { failure: string };

interface Pythonia {
  python: Python & { exit(): void };
}

/**
 * Sends what `ask` finds to the process that started this one, and ends Python whatever happens: also when that process
 * is gone, or wants no answer any more.
 */
export async function answerWithPython<T>(ask: (python: Python) => Promise<T>): Promise<void> {
  let endPython = (): void => undefined;
  const giveUp = (): void => {
    endPython();
    // pythonia waits for its answer, and would keep us alive for as long.
    // eslint-disable-next-line no-restricted-properties -- an event has no caller to throw to
    process.exit(1);
  };
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.on(event, giveUp);
  const { python } = (await import('pythonia')) as unknown as Pythonia;
  endPython = () => python.exit();
  const send = (answer: PythonAnswer<T>): void => void process.send?.(answer);
  try {
    send({ report: await ask(python) });
  } catch (error) {
    send({ failure: pythonMessage(error) });
  } finally {
    process.off('disconnect', giveUp);
    endPython();
    process.disconnect();
  }
}

/** pythonia puts a picture of both stacks into the error's; Python's own message is its last line. */
function pythonMessage(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return (text.trim().split('\n').at(-1) ?? text).replace(/^\*+ JS \*+ /, '');
}
