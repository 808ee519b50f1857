import {
  axisX,
  axisY,
  gridY,
  type AxisXOptions,
  type AxisYOptions,
  type Markish,
} from '@observablehq/plot';

/** Strength of lines that only guide the eye. */
export const GRID_OPACITY = 0.12;

/** The horizontal axis; its title stands in the middle, without an arrow. */
export const bottomAxis = (label: string, options: AxisXOptions): Markish =>
  axisX({ label, labelAnchor: 'center', labelArrow: 'none', tickSize: 4, ...options });

/** The vertical axis; its title stands on top, without an arrow. */
export const leftAxis = (label: string, options: AxisYOptions): Markish =>
  axisY({ label, labelArrow: 'none', tickSize: 0, ...options });

/** Lines across the chart from the ticks of the vertical axis. */
export const levelLines = (ticks: number): Markish => gridY({ strokeOpacity: GRID_OPACITY, ticks });
