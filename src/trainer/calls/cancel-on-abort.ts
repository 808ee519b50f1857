/**
 * Cancels a call when `signal` aborts.
 *
 * @returns stops watching the signal
 */
export function cancelOnAbort(
  call: { cancel(): void },
  signal: AbortSignal | undefined,
): () => void {
  const cancel = (): void => call.cancel();
  signal?.addEventListener('abort', cancel);
  return () => signal?.removeEventListener('abort', cancel);
}
