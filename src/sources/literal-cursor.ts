/** A place in a text that is being read. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** What is wrong with a literal, and where. */
export class LiteralError extends Error {
  constructor(
    message: string,
    /** Characters in front of it. */
    readonly at: number,
  ) {
    super(message);
    this.name = 'LiteralError';
  }
}
