import { axisX, axisY, dot, frame, image, text, type Markish } from '@observablehq/plot';
import type {
  ProjectedProduct,
  ProjectionFigure,
} from '../../experiments/reproduce/reproduction.js';
import { groupBy } from '../../group-by.js';
import { PERCENT } from '../format.js';
import { seriesLook, type SeriesLook } from '../series.js';
import { drawChart, type Chart, type Layout } from './draw.js';

/** Finds the symbol of a photo, e.g. `#photo-3`; undefined when there is none. */
export type PhotoReference = (path: string | null) => string | undefined;

interface Placed extends ProjectedProduct {
  photo: string | undefined;
  /** Index of the user's look; -1 without a user. */
  user: number;
}

/** Users of a map in the order of their looks. */
export function usersOf({ points }: ProjectionFigure): string[] {
  return [...new Set(points.flatMap(({ userId }) => (userId === null ? [] : [userId])))];
}

/** Products on a plane: photos where there are any, framed in the colour of their buyer; dots elsewhere. */
export function productMap(figure: ProjectionFigure, photoOf: PhotoReference): Chart {
  const users = usersOf(figure);
  const placed = figure.points.map((point) => ({
    ...point,
    photo: photoOf(point.image),
    user: point.userId === null ? -1 : users.indexOf(point.userId),
  }));
  const method = figure.method === 'pca' ? 'Principal components' : 't-SNE';
  const of = users.length > 0 ? ` of ${users.length} users` : '';
  const alt = `${method}: a map of ${placed.length} products${of}.`;
  return drawChart(
    alt,
    (layout) => ({
      width: layout.width,
      height: layout.width,
      margin: 26,
      marginTop: 8,
      marginRight: 8,
      inset: layout.narrow ? 16 : 24,
      marks: [frame({ strokeOpacity: 0.25 }), ...axes(figure), ...marks(placed, layout)],
    }),
    560,
  );
}

/** Positions have no unit, so there are titles and no ticks. */
function axes({ method, explainedVariance }: ProjectionFigure): Markish[] {
  const shared = { ticks: [], labelAnchor: 'center', labelArrow: 'none' } as const;
  const label = (axis: 0 | 1): string => {
    if (method === 't-sne') return `t-SNE ${axis + 1} (no unit)`;
    const share = explainedVariance?.[axis];
    const part = share === undefined ? '' : ` (${PERCENT(share)} % of variance)`;
    return `Component ${axis + 1}${part}`;
  };
  return [
    axisX({ ...shared, label: label(0), labelOffset: 18 }),
    axisY({ ...shared, label: label(1), labelOffset: 18 }),
  ];
}

function marks(placed: readonly Placed[], { narrow }: Layout): Markish[] {
  const side = narrow ? 24 : 34;
  const photos = placed.filter(({ photo }) => photo !== undefined);
  const dots = placed.filter(({ photo }) => photo === undefined);
  const bought = photos.filter(({ user }) => user >= 0);
  return [
    ...byLook(dots, (look, own) => [productDots(own, look, narrow ? 4.5 : 5.5)]),
    image(photos, { ...PLACE, src: ({ photo }: Placed) => photo, width: side, height: side }),
    ...byLook(bought, (look, own) => [
      photoFrames(own, look, { side, narrow }),
      buyerLetters(own, look, { side, narrow }),
    ]),
  ];
}

const productDots = (products: Placed[], { color, symbol }: SeriesLook, r: number): Markish =>
  dot(products, {
    ...PLACE,
    symbol,
    fill: color,
    fillOpacity: 0.75,
    stroke: 'var(--page)',
    strokeWidth: 0.7,
    r,
  });

/** Size of a photo. */
interface PhotoSize {
  side: number;
  narrow: boolean;
}

const photoFrames = (
  products: Placed[],
  { color }: SeriesLook,
  { side, narrow }: PhotoSize,
): Markish =>
  dot(products, {
    ...PLACE,
    symbol: 'square',
    // A square's area is that of a circle of this radius.
    r: side / Math.sqrt(Math.PI),
    stroke: color,
    strokeWidth: narrow ? 2 : 3,
  });

const buyerLetters = (
  products: Placed[],
  { color, letter }: SeriesLook,
  { side, narrow }: PhotoSize,
): Markish =>
  text(products, {
    ...PLACE,
    text: () => letter,
    dx: -side / 2,
    dy: -side / 2,
    fill: color,
    stroke: 'var(--page)',
    strokeWidth: 4,
    fontSize: narrow ? 10 : 12,
    fontWeight: 700,
  });

/** Marks of each user's products. */
function byLook(
  products: readonly Placed[],
  draw: (look: SeriesLook, own: Placed[]) => Markish[],
): Markish[] {
  const groups = groupBy(products, ({ user }) => String(user));
  return [...groups.values()].flatMap((own) => draw(seriesLook(Math.max(own[0].user, 0)), own));
}

const PLACE = {
  x: 'x',
  y: 'y',
  title: ({ productId, userId }: Placed): string =>
    userId === null ? productId : `${productId}, bought by ${userId}`,
} as const;
