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

/** Sends what `ask` finds to the process that started this one, and ends Python whatever happens. */
export async function answerWithPython<T>(ask: (python: Python) => Promise<T>): Promise<void> {
  const { python } = (await import('pythonia')) as unknown as Pythonia;
  process.on('SIGTERM', () => {
    python.exit();
    process.exitCode = 1;
    process.disconnect();
  });
  const send = (answer: PythonAnswer<T>): void => void process.send?.(answer);
  try {
    send({ report: await ask(python) });
  } catch (error) {
    send({ failure: pythonMessage(error) });
  } finally {
    python.exit();
    process.disconnect();
  }
}

/** pythonia puts a picture of both stacks into the error's; Python's own message is its last line. */
function pythonMessage(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return (text.trim().split('\n').at(-1) ?? text).replace(/^\*+ JS \*+ /, '');
}
