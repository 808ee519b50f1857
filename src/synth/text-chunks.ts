const CHUNK_CHARACTERS = 1 << 18;

/** UTF-8 of `lines` (each with its line end), about 256 KiB at a time. */
export function* textChunks(lines: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}
