import { Writable } from 'node:stream';

/** A terminal of a given width that never scrolls: what a person sees after all escape sequences. */
export class Screen {
  readonly stream: NodeJS.WriteStream;
  private readonly cells: string[][] = [[]];
  private row = 0;
  private column = 0;
  private saved = { row: 0, column: 0 };

  constructor(private readonly columns: number) {
    const stream = new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        this.show(chunk);
        done();
      },
    });
    this.stream = Object.assign(stream, { isTTY: true, columns }) as unknown as NodeJS.WriteStream;
  }

  get lines(): string[] {
    return this.cells.map((cells) => Array.from(cells, (cell) => cell ?? ' ').join(''));
  }

  private show(text: string): void {
    for (const [token] of text.matchAll(/\u001B(?:[78]|\[\??\d*[A-Za-z])|[^]/gu)) {
      if (token === '\r') this.column = 0;
      else if (token === '\n') this.moveTo(this.row + 1, 0);
      else if (token === '\u001B7') this.saved = { row: this.row, column: this.column };
      else if (token === '\u001B8') this.moveTo(this.saved.row, this.saved.column);
      else if (token.endsWith('G') && token.length > 1)
        this.column = Number(token.slice(2, -1)) - 1;
      else if (token === '\u001B[2K') this.cells[this.row] = [];
      else if (token.endsWith('K') && token.length > 1) this.cells[this.row]!.length = this.column;
      else if (!token.startsWith('\u001B')) this.put(token);
    }
  }

  private put(character: string): void {
    if (this.column === this.columns) this.moveTo(this.row + 1, 0);
    this.cells[this.row]![this.column++] = character;
  }

  private moveTo(row: number, column: number): void {
    while (this.cells.length <= row) this.cells.push([]);
    this.row = row;
    this.column = column;
  }
}
