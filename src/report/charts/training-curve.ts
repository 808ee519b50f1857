import { dot, line, type Markish } from '@observablehq/plot';
import type { TrainingCurve } from '../../experiments/reproduce/reproduction.js';
import { decimals } from '../format.js';
import { seriesLook, type SeriesLook } from '../series.js';
import { PART_LOOKS } from './auc-by-level.js';
import { bottomAxis, leftAxis, levelLines } from './axes.js';
import { extent } from './extent.js';
import { drawSmallChart } from './draw.js';

type Reading = Exclude<keyof TrainingCurve['points'][number], 'step'>;

/** What is drawn together, because it has one unit. */
interface Panel {
  title: string;
  readings: { reading: Reading; look: SeriesLook }[];
}

/** Alone in its panel, so it needs no dash. */
const alone = (index: number): SeriesLook => ({ ...seriesLook(index), dash: '' });

/** Look of the AUC of pairs of products, which IBR alone has. */
export const RELATIONS_LOOK = seriesLook(4);

const PANELS: Panel[] = [
  { title: 'Loss', readings: [{ reading: 'loss', look: alone(2) }] },
  {
    title: 'Reconstruction error',
    readings: [{ reading: 'reconstructionLoss', look: alone(3) }],
  },
  {
    title: 'Validation AUC',
    readings: [
      { reading: 'aucWarm', look: PART_LOOKS.warm },
      { reading: 'aucCold', look: PART_LOOKS.cold },
      { reading: 'aucRelations', look: RELATIONS_LOOK },
    ],
  },
];

/** More points than pixels would only make the page larger. */
const MAX_POINTS = 80;

/** Narrowest range that fills a panel. */
const LEAST_EXTENT = 0.02;

/** One panel for each unit that the runs of one stage reported: a line a run. */
export function trainingPanels(stage: string, curves: readonly TrainingCurve[]): string[] {
  return PANELS.flatMap((panel) => {
    const lines = panel.readings.flatMap((each) => linesOf(each, curves));
    if (lines.length === 0) return [];
    const last = lines[0]!.points.at(-1)!;
    const alt = `${panel.title} of stage ${stage} against training steps, ${curves.length} runs; the first ends at ${decimals(3)(last.value)} after ${last.step} steps.`;
    return [drawPanel(alt, panel.title, lines)];
  });
}

interface Line {
  look: SeriesLook;
  points: { step: number; value: number }[];
}

function linesOf(
  { reading, look }: Panel['readings'][number],
  curves: readonly TrainingCurve[],
): Line[] {
  return curves.flatMap(({ points }) => {
    const reported = points.flatMap(({ step, [reading]: value }) =>
      value === null ? [] : [{ step, value }],
    );
    return reported.length === 0 ? [] : [{ look, points: thinned(reported) }];
  });
}

/** Every k-th point, and the last. */
function thinned<T>(points: readonly T[]): T[] {
  const every = Math.ceil(points.length / MAX_POINTS);
  return points.filter((_, index) => index % every === 0 || index === points.length - 1);
}

const wholeStep = (step: number): string =>
  Number.isInteger(step) ? step.toLocaleString('en-US') : '';

function drawPanel(alt: string, title: string, lines: readonly Line[]): string {
  const points = lines.flatMap((each) => each.points);
  const values = points.map(({ value }) => value);
  return drawSmallChart(alt, {
    height: 200,
    marginLeft: 46,
    marginRight: 18,
    marginTop: 24,
    marginBottom: 40,
    x: { domain: [0, Math.max(...points.map(({ step }) => step))] },
    y: { domain: extent(values, LEAST_EXTENT) },
    marks: [
      levelLines(4),
      bottomAxis('Step', { ticks: 4, tickFormat: wholeStep }),
      leftAxis(title, { ticks: 4 }),
      ...lines.map(drawLine),
    ],
  });
}

function drawLine({ look, points }: Line): Markish {
  // One point makes no line.
  if (points.length === 1) return dot(points, { x: 'step', y: 'value', fill: look.color });
  return line(points, {
    x: 'step',
    y: 'value',
    stroke: look.color,
    strokeDasharray: look.dash,
    strokeWidth: 1.4,
    strokeOpacity: 0.85,
  });
}
