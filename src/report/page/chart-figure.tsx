import type { ComponentChildren, VNode } from 'preact';
import type { Chart } from '../charts/draw.js';
import type { SeriesLook } from '../series.js';

interface Props {
  id?: string;
  caption: ComponentChildren;
  chart: Chart;
  legend?: LegendEntry[];
}

/** A chart with its caption above and its legend below. */
export function ChartFigure({ id, caption, chart, legend = [] }: Props): VNode {
  return (
    <figure id={id}>
      <figcaption>{caption}</figcaption>
      <div class="chart wide" dangerouslySetInnerHTML={{ __html: chart.wide }} />
      <div class="chart narrow" dangerouslySetInnerHTML={{ __html: chart.narrow }} />
      <Legend entries={legend} />
    </figure>
  );
}

/** A small chart of a row of them. */
export function SmallFigure({ caption, svg }: { caption: string; svg: string }): VNode {
  return (
    <figure class="small">
      <figcaption>{caption}</figcaption>
      <div class="chart" dangerouslySetInnerHTML={{ __html: svg }} />
    </figure>
  );
}

export interface LegendEntry {
  title: string;
  look: Pick<SeriesLook, 'number' | 'glyph' | 'dash'>;
  /** How the series looks in the chart. */
  as: 'line' | 'mark' | 'tick';
}

export function Legend({ entries }: { entries: readonly LegendEntry[] }): VNode | null {
  if (entries.length === 0) return null;
  return (
    <ul class="legend">
      {entries.map(({ title, look, as }) => (
        <li>
          <LegendKey look={look} as={as} />
          {title}
        </li>
      ))}
    </ul>
  );
}

function LegendKey({ look, as }: Omit<LegendEntry, 'title'>): VNode {
  if (as === 'tick') {
    return (
      <span class="key" aria-hidden="true">
        ┃
      </span>
    );
  }
  if (as === 'mark') {
    return (
      <span class={`key series-${look.number}`} aria-hidden="true">
        {look.glyph}
      </span>
    );
  }
  const style = `background: ${dashed(look.dash)}`;
  return <span class={`key line series-${look.number}`} style={style} aria-hidden="true" />;
}

/** A CSS background that repeats an SVG dash pattern. */
function dashed(dash: string): string {
  if (dash === '') return 'currentColor';
  let end = 0;
  const stops = dash.split(' ').map((length, index) => {
    const [start, color] = [end, index % 2 === 0 ? 'currentColor' : 'transparent'];
    end += Number(length);
    return `${color} ${start}px ${end}px`;
  });
  return `repeating-linear-gradient(90deg, ${stops.join(', ')})`;
}
