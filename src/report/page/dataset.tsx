import type { VNode } from 'preact';
import type { DatasetReproduction } from '../../experiments/reproduce/reproduction.js';
import { Dimensions, Distribution } from './analysis.js';
import { Counts, Recommendations, Relations } from './evaluation.js';
import { Analogies, Maps } from './product-figures.js';
import { QualitySection } from './quality.js';
import type { SectionProps } from './section.js';
import { SensitivitySection } from './sensitivity.js';
import { TrainingCurves } from './training-curves.js';

interface Topic {
  slug: string;
  title: string;
  Content: (props: SectionProps) => VNode;
  /** What it shows; a topic without any says so. */
  items: (dataset: DatasetReproduction) => readonly unknown[];
}

const TOPICS: readonly Topic[] = [
  { slug: 'table1', title: 'Table 1: the data', Content: Counts, items: ({ table1 }) => [table1] },
  {
    slug: 'table2',
    title: 'Table 2: recommendations',
    Content: Recommendations,
    items: ({ table2 }) => table2,
  },
  {
    slug: 'table3',
    title: 'Table 3: relations',
    Content: Relations,
    items: ({ table3 }) => table3,
  },
  {
    slug: 'figure2',
    title: 'Figure 2: maps of products',
    Content: Maps,
    items: ({ figure2a, figure2b }) => [...figure2a.points, ...figure2b.points],
  },
  {
    slug: 'figure3',
    title: 'Figure 3: analogies',
    Content: Analogies,
    items: ({ figure3, analogies }) => [...figure3, ...analogies],
  },
  {
    slug: 'figure4',
    title: 'Figure 4: spread of the space',
    Content: Distribution,
    items: ({ figure4 }) => figure4,
  },
  {
    slug: 'figure5',
    title: 'Figure 5: embedding size',
    Content: Dimensions,
    items: ({ figure5 }) => figure5,
  },
  {
    slug: 'section6',
    title: 'Section 6: sensitivity',
    Content: SensitivitySection,
    items: ({ sensitivity }) => sensitivity,
  },
  {
    slug: 'quality',
    title: 'Quality: is default better?',
    Content: QualitySection,
    items: ({ quality }) => quality.contestants,
  },
  {
    slug: 'training',
    title: 'Training curves',
    Content: TrainingCurves,
    items: ({ trainingCurves }) => trainingCurves,
  },
];

/** All results of one data set. */
export function Dataset(props: SectionProps): VNode {
  const { prefix, dataset } = props;
  return (
    <article class="dataset" id={prefix} aria-labelledby={`${prefix}-title`}>
      <h2 id={`${prefix}-title`}>{dataset.dataset}</h2>
      <p class="standing">{standing(dataset)}</p>
      <nav class="contents" aria-label={`Contents of ${dataset.dataset}`}>
        {TOPICS.map(({ slug, title }) => (
          <a href={`#${prefix}-${slug}`}>{title}</a>
        ))}
      </nav>
      {TOPICS.map(({ slug, title, Content, items }) => (
        <section id={`${prefix}-${slug}`}>
          <h3>{title}</h3>
          {items(dataset).length > 0 ? (
            <Content {...props} />
          ) : (
            <p class="missing">Not measured in this reproduction.</p>
          )}
        </section>
      ))}
    </article>
  );
}

const CUTS = {
  label: 'cut out by its label',
  authors: 'cut out as the authors’ code does',
  name: 'which it is called like',
} as const;

function standing({ category, cut, synthetic }: DatasetReproduction): string {
  if (synthetic) {
    const part = category === null ? '' : `, in the place of the paper’s ${category}`;
    return `Made by “vasg data synth”${part}. Its numbers cannot be compared with the paper’s.`;
  }
  if (category === null) {
    return 'A shop that the paper does not know: its numbers are compared with each other.';
  }
  return `Stands for the paper’s ${category}${cut === null ? '' : `, ${CUTS[cut]}`}.`;
}
