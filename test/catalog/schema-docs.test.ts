import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { withCatalog } from '../../src/catalog/connection.js';
import { SPLIT_PARTS } from '../../src/splitting/parts.js';
import { temporaryFolder } from '../support/workspace.js';

const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema.md'), 'utf8');

/** The part of the page under `### name`, up to the next heading. */
function section(name: string): string {
  return text.split(`\n### ${name}\n`)[1]?.split('\n#')[0] ?? '';
}

describe('docs/schema.md', () => {
  it('documents every table and column, every view, and nothing else', async () => {
    const workspace = temporaryFolder();
    await withCatalog(workspace, 'write', () => Promise.resolve());
    await withCatalog(workspace, 'read', async (catalog) => {
      const columns = await catalog.rows<{ name: string; kind: string; column: string }>(
        `SELECT table_name AS name, table_type AS kind, column_name AS column
         FROM information_schema.columns JOIN information_schema.tables USING (table_name)`,
      );
      for (const { name, kind, column } of columns) {
        if (kind === 'VIEW' && section(name) === '') expect(text).to.include(`| \`${name}\` `);
        else expect(section(name), `${name}.${column}`).to.include(`\`${column}\``);
      }
      const names = new Set(columns.map(({ name }) => name));
      const headings = Array.from(text.matchAll(/^### (\w+)$/gm), (match) => match[1]!);
      expect(headings.filter((heading) => !names.has(heading))).to.deep.equal([]);
    });
    for (const part of SPLIT_PARTS) expect(section('split_ratings')).to.include(`\`${part}\``);
  });

  it('has examples that run', async () => {
    const workspace = temporaryFolder();
    await withCatalog(workspace, 'write', () => Promise.resolve());
    await withCatalog(workspace, 'read', async (catalog) => {
      for (const [, sql = ''] of text.matchAll(/```sql\n([^`]*)```/g)) await catalog.run(sql);
    });
  });
});
