import { PAIR_KIND_NAMES } from '../../evaluation/relations/pair-kind.js';
import { memoryTable } from '../../evaluation/vector-table.js';
import { productDegrees } from '../../splitting/views.js';
import { baselineChoices, parseBaselineList } from './parse-baselines.js';
import {
  contestantOf,
  featureContestant,
  runContestants,
  type ProductContestant,
} from './product-contestants.js';
import { relationSpacesOf } from '../runs/product-spaces.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/** Contestants of Table 3 that need no training. */
export const RELATION_BASELINES = ['inn', 'popularity'] as const;
export type RelationBaseline = (typeof RELATION_BASELINES)[number];

const GROUPS = { all: RELATION_BASELINES };

/** What `parseRelationBaselines` takes, in words. */
export const RELATION_BASELINE_CHOICES = baselineChoices(GROUPS);

/** Reads `all`, `none` or a list of baselines. Throws UsageError for a name that is none. */
export function parseRelationBaselines(text: string): readonly RelationBaseline[] {
  return parseBaselineList<RelationBaseline>(text, GROUPS);
}

export interface RelationContestantsOptions {
  workspace: string;
  runIds: readonly string[];
  baselines: readonly RelationBaseline[];
}

/** The runs in their order, then the baselines, each made when its turn comes. */
export async function* relationContestants(
  data: WorkspaceData,
  { workspace, runIds, baselines }: RelationContestantsOptions,
): AsyncGenerator<ProductContestant> {
  yield* runContestants(workspace, data, runIds, relationSpacesOf);
  for (const baseline of baselines) {
    switch (baseline) {
      case 'inn':
        yield* featureContestant(data, 'INN');
        break;
      case 'popularity':
        yield popularityProduct(data);
        break;
    }
  }
}

/** The control of every claim: degree times degree, which knows products but no pairs. */
function popularityProduct(data: WorkspaceData): ProductContestant {
  const degrees = Float32Array.from(productDegrees(data.train, data.split.numProducts));
  const model = 'popularity product';
  return {
    identity: contestantOf(data, { model, runId: null, seed: null }),
    preset: null,
    table: memoryTable(degrees, 1),
    similarity: 'dot',
    pairKinds: PAIR_KIND_NAMES,
  };
}
