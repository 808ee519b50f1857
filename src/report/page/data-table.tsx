import type { VNode } from 'preact';
import { listed, written } from '../format.js';
import type { MeasuredCell, Table, TableCell } from '../tables/table.js';
import { Fact } from './fact.js';

interface Props {
  /** Unique in the page. */
  id: string;
  table: Table;
  seeds: readonly number[];
}

/** A table whose every number of ours opens a note that says where it comes from. */
export function DataTable({ id, table, seeds }: Props): VNode {
  const { caption, rows, emphasis } = table;
  return (
    <div class="table-block">
      <div class="scroller" role="group" aria-labelledby={`${id}-caption`} tabIndex={0}>
        <table>
          <caption id={`${id}-caption`}>
            <span>{caption}</span>
          </caption>
          <Head {...table} />
          <tbody>
            {rows.map(({ head, cells }, row) => (
              <tr>
                <th scope="row">{head}</th>
                {cells.map((cell, column) => (
                  <DataCell cell={cell} noteId={noteId(id, row, column)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {emphasis === undefined ? null : <p class="legend-line">{emphasis}</p>}
      <SourceNotes id={id} table={table} seeds={seeds} />
    </div>
  );
}

const noteId = (table: string, row: number, column: number): string => `${table}-${row}-${column}`;

/** One row of column heads, or two where columns are grouped. */
function Head({ groups, rowTitle, columns }: Table): VNode {
  const corner = (
    <th scope="col" rowSpan={groups === undefined ? 1 : 2}>
      {rowTitle}
    </th>
  );
  return (
    <thead>
      {groups === undefined ? null : (
        <tr class="groups">
          {corner}
          {groups.map(({ title, span }) => (
            <th scope="colgroup" colSpan={span}>
              {title}
            </th>
          ))}
        </tr>
      )}
      <tr>
        {groups === undefined ? corner : null}
        {columns.map(({ title, note }) => (
          <th scope="col">
            {title}
            {note === undefined ? null : <small>{note}</small>}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function DataCell({ cell, noteId }: { cell: TableCell; noteId: string }): VNode {
  if (cell.kind === 'text') return <td>{cell.text}</td>;
  const { spread, margin, format, best } = cell;
  if (spread.mean === null) return <td>{written(null, format)}</td>;
  const mean = format(spread.mean);
  return (
    <td class={best ? 'best' : undefined}>
      <button type="button" popovertarget={noteId}>
        {best ? <b>{mean}</b> : mean}
        {margin === null || isExactCount(cell) ? null : (
          <small class="sd"> ± {format(margin)}</small>
        )}
      </button>
    </td>
  );
}

/** A count that is the same for every seed has no spread to speak of. */
const isExactCount = ({ spread }: MeasuredCell): boolean =>
  spread.sd === 0 && Number.isInteger(spread.mean);

function SourceNotes({ id, table, seeds }: Props): VNode {
  return (
    <div class="notes">
      {table.rows.flatMap(({ cells }, row) =>
        cells.map((cell, column) =>
          cell.kind === 'measured' && cell.spread.mean !== null ? (
            <SourceNote id={noteId(id, row, column)} cell={cell} seeds={seeds} />
          ) : null,
        ),
      )}
    </div>
  );
}

interface NoteProps {
  id: string;
  cell: MeasuredCell;
  seeds: readonly number[];
}

const NO_TRAINING = 'none; nothing is trained for it';

/** Where a number comes from: a popover on the screen, an endnote on paper. */
function SourceNote({ id, cell, seeds }: NoteProps): VNode {
  const { title, spread, format, runIds, source = NO_TRAINING, facts } = cell;
  return (
    <aside popover="auto" id={id} class="source" aria-label={`Source of ${title}`}>
      <h5>{title}</h5>
      <dl>
        <Fact term="Mean">{written(spread.mean, format)}</Fact>
        {spread.sd !== null && <Fact term="Sd over seeds">{format(spread.sd)}</Fact>}
        {facts.map(([term, value]) => (
          <Fact term={term}>{value}</Fact>
        ))}
        <Fact term={spread.values.length === 1 ? 'Seed' : 'By seed'}>
          {spread.values.map((value, index) => (
            <span class="seed">
              <small>{seeds[index] ?? '?'}</small>
              {written(value, format)}
            </span>
          ))}
        </Fact>
        <Fact term={runIds.length === 1 ? 'Run' : 'Runs'}>
          {runIds.length === 0 ? source : <RunIds ids={runIds} />}
        </Fact>
      </dl>
    </aside>
  );
}

/** Ids of runs, which `vasg query` finds in table `runs`. */
export function RunIds({ ids }: { ids: readonly string[] }): VNode {
  return (
    <span class="run-ids" title={listed(ids)}>
      {ids.map((id) => (
        <code>{id}</code>
      ))}
    </span>
  );
}
