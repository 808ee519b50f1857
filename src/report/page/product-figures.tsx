import type { VNode } from 'preact';
import type {
  AnalogyExample,
  DatasetReproduction,
  ExampleProduct,
  ProjectionFigure,
} from '../../experiments/reproduce/reproduction.js';
import { productMap, usersOf, type PhotoReference } from '../charts/product-map.js';
import { contestantTitle } from '../contestant.js';
import { analogyDefinitions, analogyTable } from '../tables/section5.js';
import { quantity } from '../../quantity.js';
import { seriesLook } from '../series.js';
import { Caption } from './caption.js';
import { ChartFigure } from './chart-figure.js';
import { DataTable } from './data-table.js';
import { Fact } from './fact.js';
import type { SectionProps } from './section.js';

interface MapProps {
  id: string;
  title: string;
  /** Whose embeddings. */
  source: string;
  figure: ProjectionFigure;
  photoOf: PhotoReference;
}

/** Figures 2a and 2b. */
export function Maps({ prefix, dataset, photoOf }: SectionProps): VNode {
  const { figure2a, figure2b } = dataset;
  const source = sourceOf(dataset);
  return (
    <div class="side-by-side">
      {figure2a.points.length > 0 && (
        <ProductMapFigure
          id={`${prefix}-figure2a`}
          title="Figure 2a. PCA"
          source={source}
          figure={figure2a}
          photoOf={photoOf}
        />
      )}
      {figure2b.points.length > 0 && (
        <ProductMapFigure
          id={`${prefix}-figure2b`}
          title="Figure 2b. t-SNE"
          source={source}
          figure={figure2b}
          photoOf={photoOf}
        />
      )}
    </div>
  );
}

/** `VASG (paper), seed 1`: whose embeddings the pictures of a data set show. */
function sourceOf({ shown }: DatasetReproduction): string {
  return `${contestantTitle(shown)}, seed ${shown.seed}`;
}

function ProductMapFigure({ id, title, source, figure, photoOf }: MapProps): VNode {
  const users = usersOf(figure);
  const of = users.length === 0 ? '' : ` of ${quantity(users.length, 'user')}`;
  const framed = figure.points.some(({ image }) => photoOf(image) !== undefined);
  return (
    <div class="map">
      <ChartFigure
        id={id}
        caption={
          <Caption title={title}>
            {source}. {quantity(figure.points.length, 'product')}
            {of}.
          </Caption>
        }
        chart={productMap(figure, photoOf)}
      />
      <BuyerLegend users={users} framed={framed} />
    </div>
  );
}

function BuyerLegend({ users, framed }: { users: string[]; framed: boolean }): VNode | null {
  if (users.length === 0) return null;
  return (
    <ul class="legend" aria-label="Who bought the products">
      {users.map((user, index) => {
        const { number, glyph, letter } = seriesLook(index);
        return (
          <li>
            <span class={`key series-${number}${framed ? ' framed' : ''}`}>
              {framed ? letter : glyph}
            </span>
            user <code>{user}</code>
          </li>
        );
      })}
    </ul>
  );
}

/** Figure 3 and the precision of analogies under each definition of a hit. */
export function Analogies({ prefix, dataset, seeds, photoOf }: SectionProps): VNode {
  return (
    <>
      <p>
        The vector of a product, minus that of a user who bought it, plus that of another user,
        points at what to show the other user: X<sub>p₁</sub> − X<sub>u₁</sub> + X<sub>u₂</sub>.
      </p>
      {dataset.figure3.length > 0 && (
        <>
          <p class="legend-line">
            <Caption title="Figure 3. Examples">
              {sourceOf(dataset)}. The first of a random draw, with up to four products of each
              user. Framed in green: what is recommended to u₂, the products nearest to the sum by
              cosine, the nearest first, without p₁ and what u₂ bought.
            </Caption>
          </p>
          <Strips examples={dataset.figure3} photoOf={photoOf} />
        </>
      )}
      {dataset.analogies.length > 0 && (
        <>
          <DataTable
            id={`${prefix}-analogies`}
            table={analogyTable(dataset.analogies)}
            seeds={seeds}
          />
          <dl class="definitions">
            {[...analogyDefinitions(dataset.analogies)].map(([definition, description]) => (
              <Fact term={definition}>{description}</Fact>
            ))}
          </dl>
        </>
      )}
    </>
  );
}

interface StripProps {
  examples: readonly AnalogyExample[];
  photoOf: PhotoReference;
}

/** Each example is an equation in pictures. */
function Strips({ examples, photoOf }: StripProps): VNode {
  return (
    <ol class="strips">
      {examples.map(({ query, firstUser, secondUser, answers }) => (
        <li class="strip">
          <Term sign="" title="Product p₁" products={[query]} photoOf={photoOf} />
          <Term sign="−" title="its buyer u₁" products={firstUser} photoOf={photoOf} />
          <Term sign="+" title="another user u₂" products={secondUser} photoOf={photoOf} />
          <Term sign="≈" title="nearest products" products={answers} photoOf={photoOf} answers />
        </li>
      ))}
    </ol>
  );
}

interface TermProps {
  sign: string;
  title: string;
  products: readonly ExampleProduct[];
  photoOf: PhotoReference;
  answers?: boolean;
}

function Term({ sign, title, products, photoOf, answers = false }: TermProps): VNode {
  return (
    <div class={answers ? 'term answers' : 'term'}>
      <p>
        <span class="sign">{sign}</span> {title}
      </p>
      <ul>
        {products.map((product) => (
          <li>
            <ProductTile product={product} photo={photoOf(product.image)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ProductTile({
  product: { productId },
  photo,
}: {
  product: ExampleProduct;
  photo: string | undefined;
}): VNode {
  if (photo === undefined) return <code class="tile">{productId}</code>;
  return (
    <svg class="tile" viewBox="0 0 100 100" role="img" aria-label={`Product ${productId}`}>
      <title>{productId}</title>
      <use href={photo} width="100" height="100" />
    </svg>
  );
}
