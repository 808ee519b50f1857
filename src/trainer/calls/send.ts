/** The writing half of a client call. */
export interface MessageSink<Message> {
  write(message: Message, taken: (error?: Error | null) => void): boolean;
}

/**
 * Writes a message and waits until the transport has taken it, so that no more than one is queued here
 * and the memory behind it may be used again. `ended` aborts when the call is over: no answer comes after
 * that.
 */
export async function send<Message>(
  call: MessageSink<Message>,
  message: Message,
  ended: AbortSignal,
): Promise<void> {
  ended.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const onEnded = (): void => reject(ended.reason as Error);
    ended.addEventListener('abort', onEnded, { once: true });
    call.write(message, (error) => {
      ended.removeEventListener('abort', onEnded);
      if (error) reject(error);
      else resolve();
    });
  });
}
