import type { Contestant } from '../../catalog/contestants.js';
import { PAIR_KIND_NAMES, type PairKind } from '../../evaluation/relations/pair-kind.js';
import type { PairSimilarity } from '../../evaluation/score-pairs.js';
import { memoryTable, type VectorTable } from '../../evaluation/vector-table.js';
import { openRun } from '../runs/load-run.js';
import { productSpacesOf, type ProductSpace } from '../runs/product-spaces.js';
import { openFeatures, type WorkspaceData } from '../runs/workspace-data.js';

/** Somebody who compares products with each other. */
export interface ProductContestant {
  identity: Contestant;
  /** Null for a baseline. */
  preset: string | null;
  /** Row = product index. */
  table: VectorTable;
  similarity: PairSimilarity;
  /** Pairs that it says something of, and no other contestant of the run the same. */
  pairKinds: readonly PairKind[];
}

const PAIR_KINDS_OF: Readonly<Record<ProductSpace['places'], readonly PairKind[]>> = {
  all: PAIR_KIND_NAMES,
  warm: ['warm'],
  cold: ['with-cold', 'all'],
};

/** The product spaces of runs, each loaded when its turn comes; `spacesOf` says which. */
export async function* runContestants(
  workspace: string,
  data: WorkspaceData,
  runIds: readonly string[],
  spacesOf = productSpacesOf,
): AsyncGenerator<ProductContestant> {
  for (const runId of runIds) {
    const { manifest, vectors } = await openRun(workspace, runId, data);
    for (const { name, places, rows, dim, similarity } of spacesOf(manifest, vectors)) {
      yield {
        identity: contestantOf(data, { model: name, runId, seed: manifest.seed }),
        preset: manifest.preset,
        table: memoryTable(rows, dim),
        similarity,
        pairKinds: PAIR_KINDS_OF[places],
      };
    }
  }
}

/** The raw features under the title `model`; they stay open until the caller goes on. */
export async function* featureContestant(
  data: WorkspaceData,
  model: string,
): AsyncGenerator<ProductContestant> {
  const table = await openFeatures(data);
  try {
    const identity = contestantOf(data, { model, runId: null, seed: null });
    yield { identity, preset: null, table, similarity: 'cosine', pairKinds: PAIR_KIND_NAMES };
  } finally {
    await table.close();
  }
}

/** A contestant on the split of `data`. */
export function contestantOf(
  { split }: WorkspaceData,
  who: Pick<Contestant, 'model' | 'runId' | 'seed'>,
): Contestant {
  const { dataset, inputHash } = split;
  return { ...who, dataset, split: split.split, splitInputHash: inputHash };
}

/** What a row of results says of its contestant. */
export interface ContestantTitle {
  /** e.g. `VASG` or `INN` */
  model: string;
  /** Null, as are the other two, for what needs no training. */
  preset: string | null;
  runId: string | null;
  runSeed: number | null;
}

export function titleOf(
  { model, runId, seed }: Contestant,
  preset: string | null,
): ContestantTitle {
  return { model, preset, runId, runSeed: seed };
}
