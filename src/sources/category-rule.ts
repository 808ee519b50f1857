import { UsageError } from '../errors.js';
import type { ProductLabels } from './product-labels.js';

export const CATEGORY_RULES = ['any', 'authors'] as const;

/**
 * Which products a category has: `any` with the label at any depth; `authors` as their code has it, where
 * the categories share no product: one in several of `AUTHORS_ORDER` goes to the last.
 */
export type CategoryRule = (typeof CATEGORY_RULES)[number];

/** The categories of the authors' code, in the order in which a later one takes over. */
const AUTHORS_ORDER = ['Women', 'Men', 'Shoes'];

/** What the labels of one record say about its product; a product may have several records. */
export interface CategoryVote {
  /** It has the label. */
  belongs: boolean;
  /** It has one that the rule prefers. */
  belongsElsewhere: boolean;
}

/** A label, e.g. `Women`, and which products belong to it. */
export interface Category {
  name: string;
  rule: CategoryRule;
}

/** Throws UsageError when the rule does not know the category. */
export function categoryVoter({ name, rule }: Category): (product: ProductLabels) => CategoryVote {
  const preferred = rule === 'any' ? [] : preferredTo(name);
  return ({ labels }) => ({
    belongs: labels.has(name),
    belongsElsewhere: preferred.some((label) => labels.has(label)),
  });
}

/** Whether the rule says which products the category has. */
export function ruleKnows({ name, rule }: Category): boolean {
  return rule === 'any' || AUTHORS_ORDER.includes(name);
}

function preferredTo(name: string): string[] {
  const place = AUTHORS_ORDER.indexOf(name);
  if (place >= 0) return AUTHORS_ORDER.slice(place + 1);
  throw new UsageError(`--category-rule authors does not know the category "${name}".`, {
    suggestions: [`It knows ${AUTHORS_ORDER.join(', ')}.`, 'Use --category-rule any.'],
  });
}
