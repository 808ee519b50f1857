import { ANALOGY_DEFINITIONS } from '../../src/evaluation/analogies/definitions.js';
import { isPrinted } from '../../src/experiments/reproduce/contestants.js';
import {
  ANALOGY_PRECISION_AT_5,
  AUTHORS_LOG,
  CLAIMS,
  KURTOSIS,
  TABLE_1,
  TABLE_2,
  TABLE_3,
  numberIn,
} from '../../src/experiments/reproduce/printed.js';
import { protocolOf } from '../../src/experiments/reproduce/protocol.js';
import { FULL } from '../../src/experiments/reproduce/sizes.js';
import { contestantRows } from '../../src/experiments/reproduce/quality/contestant-rows.js';
import type {
  Cell,
  DatasetReproduction,
  ExampleProduct,
  ProjectedProduct,
  Reproduction,
  Spread,
  Table2Row,
  Table3Row,
  TrainingCurve,
} from '../../src/experiments/reproduce/reproduction.js';

/** What a made reproduction is like. Its numbers are invented; their shape is that of real ones. */
export interface FixtureOptions {
  seeds?: number[];
  /** Photos to draw on the maps; none by default. */
  photos?: string[];
  /** Put around every id and name that comes from data. */
  decorate?: (id: string) => string;
}

type Models = readonly (readonly [
  model: string,
  preset: string | null,
  warm: number,
  cold: number | null,
])[];

/** In the order of a real reproduction; what cannot rank cold products has no number there. */
const MODELS: Models = [
  ['RAND', null, 0.5, 0.498],
  ['popularity', null, 0.868, 0],
  ['WBOI', null, 0.691, 0.681],
  ['BPR-MF', 'default', 0.887, null],
  ['BPR-MF + least squares', 'default', 0.887, 0.642],
  ['BPR-MF + kNN', 'default', 0.887, 0.661],
  ['VBPR', 'default', 0.872, 0.688],
  ['IBR', 'default', 0.744, 0.699],
  ['Skip-gram', 'default', 0.861, 0.584],
  ['DeepWalk', 'default', 0.879, 0.612],
  ['VASG', 'paper', 0.857, 0.593],
  ['VASG', 'authors', 0.812, 0.571],
  ['VASG', 'default', 0.904, 0.703],
];

/** Whoever names no kinds of pairs has them all. */
const RELATION_MODELS: readonly (readonly [
  model: string,
  preset: string | null,
  warm: number,
  kinds?: Table3Row['kind'][],
])[] = [
  ['INN', null, 0.593],
  ['popularity product', null, 0.744],
  ['BPR-MF', 'default', 0.711, ['warm']],
  ['BPR-MF + least squares', 'default', 0.711, ['with-cold', 'all']],
  ['BPR-MF + kNN', 'default', 0.716, ['with-cold', 'all']],
  ['VBPR', 'default', 0.722],
  ['IBR', 'default', 0.759],
  ['Skip-gram', 'default', 0.731],
  ['DeepWalk', 'default', 0.738],
  ['VASG', 'paper', 0.741],
  ['VASG', 'authors', 0.649],
  ['VASG', 'default', 0.752],
];

/** The category that the paper and the log say most about. */
const CATEGORY = 'Men';

/** A number that the paper prints for a model, by its title. */
const printed = <T>(by: Partial<Record<string, T>>, model: string, preset: string | null) =>
  isPrinted(model, preset) ? by[model] : undefined;

/** Repeatable noise in ±1. */
function noise(...keys: number[]): number {
  const value =
    Math.sin(keys.reduce((sum, key, at) => sum + key * (12.9898 + 65.1 * at), 1)) * 43758;
  return 2 * (value - Math.floor(value)) - 1;
}

export function spreadOf(values: (number | null)[]): Spread {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { mean: null, sd: null, values };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = known.length < 2 ? null : Math.sqrt(squares / (known.length - 1));
  return { mean, sd, values };
}

/** A reproduction with every table and figure filled: one data set with photos, one without. */
export function makeReproduction(options: FixtureOptions = {}): Reproduction {
  const { seeds = [1, 2, 3, 4, 5], photos = [], decorate = (id) => id } = options;
  const maker = new DatasetMaker(seeds, decorate);
  return {
    formatVersion: 1,
    createdAt: '2026-03-14T15:09:26.535Z',
    versions: { python: '3.11.2', torch: '2.13.0+cpu', vasg: '0.1.0', node: 'v20.20.2' },
    machine: { cpu: 'Example CPU 3000', threads: 2, memoryBytes: 24 * 2 ** 30, device: 'cpu' },
    quick: seeds.length === 1,
    seeds,
    protocol: protocolOf({ seeds, sizes: FULL, overrides: {} }),
    notes: [
      "Data set shop is none of the paper's four, so nothing of the paper stands beside it.",
      'Not done: Figure 5: vasg-paper, embeddingDim=150, seed 2, shop. The disk was full.',
    ],
    wallSeconds: 7384,
    datasets: [
      maker.make('men', { category: CATEGORY, synthetic: false, photos }),
      maker.make('shop', { category: null, synthetic: false, photos: [] }),
    ],
  };
}

interface DatasetKind {
  category: DatasetReproduction['category'];
  synthetic: boolean;
  photos: string[];
}

class DatasetMaker {
  constructor(
    private readonly seeds: number[],
    private readonly decorate: (id: string) => string,
  ) {}

  make(dataset: string, { category, synthetic, photos }: DatasetKind): DatasetReproduction {
    const known = category !== null;
    return {
      dataset: this.decorate(dataset),
      category,
      cut: known ? 'label' : null,
      synthetic,
      table1: this.table1(known),
      table2: this.table2(known),
      table3: this.table3(known),
      shown: { model: 'VASG', preset: 'paper', seed: this.seeds[0]! },
      figure2a: {
        method: 'pca',
        explainedVariance: [0.214, 0.131],
        points: this.products(200, photos, null),
      },
      figure2b: {
        method: 't-sne',
        explainedVariance: null,
        points: ['A17', 'B23', 'C31', 'D42'].flatMap((user, index) =>
          this.products(14 + 3 * index, photos, user, index),
        ),
      },
      figure3: [0, 1, 2].map((example) => ({
        query: this.example(photos, example * 17),
        firstUser: [1, 2, 3].map((at) => this.example(photos, example * 17 + at)),
        secondUser: [4, 5, 6].map((at) => this.example(photos, example * 17 + at)),
        answers: [7, 8, 9, 10, 11].map((at) => this.example(photos, example * 17 + at)),
      })),
      figure4: this.figure4(known),
      figure5: FULL.embeddingDims.map((embeddingDim, at) => ({
        embeddingDim,
        auc: this.spread(0.93 - 0.9 / (embeddingDim + 4), 0.003, at),
        claim: CLAIMS.embeddingDim,
        runIds: this.runs('paper', `d${embeddingDim}`),
      })),
      analogies: this.analogies(known),
      sensitivity: this.sensitivity(),
      quality: this.quality(known),
      trainingCurves: this.trainingCurves(),
    };
  }

  private spread(center: number | null, scale: number, key: number): Spread {
    return spreadOf(
      this.seeds.map((seed) => (center === null ? null : center + scale * noise(seed, key))),
    );
  }

  private runs(preset: string | null, model: string): string[] {
    if (preset === null) return [];
    return this.seeds.map((seed) => `20260314-${model.toLowerCase().replace(/\W+/g, '')}-s${seed}`);
  }

  private cell(ours: Spread, runIds: string[], printed: string | null = null): Cell {
    const paper = printed === null ? null : numberIn(printed);
    return { paper, printed, authors: null, ours, runIds };
  }

  /** What stands beside the rows of a model where the shop is one of the paper's. */
  private paper<T>(
    known: boolean,
    by: Partial<Record<string, T>>,
    { model, preset }: { model: string; preset: string | null },
  ): T | null {
    return known ? (printed(by, model, preset) ?? null) : null;
  }

  private table1(known: boolean): DatasetReproduction['table1'] {
    const same = (value: number): Spread => spreadOf(this.seeds.map(() => value));
    const { products, users, ratings } = TABLE_1[CATEGORY];
    const logged: Partial<Record<'products' | 'users' | 'ratings', number>> =
      AUTHORS_LOG[CATEGORY]!;
    // The log has no ratings.
    const counts = (what: 'products' | 'users' | 'ratings', printed: string): Cell => ({
      ...this.cell(same(numberIn(printed) - 100), [], known ? printed : null),
      authors: known ? (logged[what] ?? null) : null,
    });
    const part = (name: string, ratings: number, users: number, products: number) => ({
      part: name,
      ratings: this.spread(ratings, 12, ratings),
      users: this.spread(users, 9, users),
      products: this.spread(products, 7, products),
    });
    return {
      products: counts('products', products),
      users: counts('users', users),
      ratings: counts('ratings', ratings),
      parts: [
        part('train', 262_110, 14_110, 96_550),
        part('validation_warm', 741, 741, 690),
        part('validation_cold', 512, 512, 455),
        part('test_warm', 7_020, 7_020, 6_010),
        part('test_cold', 7_055, 7_055, 5_930),
        part('removed', 30_400, 11_020, 5_980),
      ],
    };
  }

  private table2(known: boolean): Table2Row[] {
    const conditions = [
      ['warm', 'warm'],
      ['warm', 'all'],
      ['cold', 'cold'],
      ['cold', 'all'],
    ] as const;
    return MODELS.flatMap(([model, preset, warm, cold], at) =>
      conditions.map(([part, candidates], condition): Table2Row => {
        // Who has no place for cold products ranks warm ones among themselves alone.
        const own = part === 'warm' && (cold !== null || candidates === 'warm') ? warm : cold;
        const drop = candidates === 'all' ? 0.04 * (1 + noise(at, condition)) : 0;
        const auc = own === null ? null : Math.max(0, own - drop);
        const half = auc !== null && model === 'popularity' ? auc + 0.5 * (1 - auc) : auc;
        const scale = own === 0 ? 0 : preset === null ? 0.001 : 0.005;
        return {
          ...{ model, preset, part, candidates },
          auc: this.cell(
            this.spread(auc, scale, at * 7 + condition),
            this.runs(preset, model.split(' +')[0]!),
            this.paper(known, TABLE_2[CATEGORY], { model, preset })?.[part],
          ),
          aucHalfTies: this.spread(half, own === 0 ? 0 : 0.003, at),
          ci95: auc === null ? null : 0.0075,
          users: auc === null ? 0 : 2803,
        };
      }),
    );
  }

  private table3(known: boolean): DatasetReproduction['table3'] {
    const conditions = [
      ['warm', 'uniform'],
      ['warm', 'degree-matched'],
      ['with-cold', 'uniform'],
      ['with-cold', 'degree-matched'],
      ['all', 'uniform'],
      ['all', 'degree-matched'],
    ] as const;
    const logged = AUTHORS_LOG[CATEGORY]!.relationAccuracy!;
    return (['warm', 'with-cold', 'all'] as const).flatMap((kind) =>
      RELATION_MODELS.flatMap(([model, preset, accuracy, kinds = [kind]], at) =>
        conditions.flatMap(([ofKind, negatives], block) => {
          if (ofKind !== kind || !kinds.includes(kind)) return [];
          const here = accuracy - 0.06 * (kind === 'all' ? block - 3 : block);
          const isPrintedKind = known && negatives === 'uniform';
          const isLogged = isPrintedKind && model === 'VASG' && isPrinted(model, preset);
          return {
            ...{ model, preset, negatives, kind },
            accuracy: {
              ...this.cell(
                this.spread(here, 0.004, at),
                this.runs(preset, model.split(' +')[0]!),
                this.paper(isPrintedKind && kind === 'warm', TABLE_3[CATEGORY], { model, preset }),
              ),
              authors: isLogged && kind !== 'all' ? logged[kind][1] : null,
            },
            accuracyTrainThreshold: this.spread(here - 0.03, 0.006, at + 40),
            auc: this.spread(here + 0.05, 0.004, at + 80),
            pairs: 20_000,
          };
        }),
      ),
    );
  }

  private products(
    count: number,
    photos: string[],
    user: string | null,
    cluster = 0,
  ): ProjectedProduct[] {
    return Array.from({ length: count }, (_, at) => {
      const angle = (cluster * Math.PI) / 2;
      const spread = user === null ? 4 : 1.4;
      const image = photos.length === 0 ? null : photos[(at * 7 + cluster * 31) % photos.length]!;
      return {
        productId: this.decorate(`B00${(at * 7919 + cluster).toString(36).toUpperCase()}`),
        x:
          (user === null ? 0 : 4 * Math.cos(angle)) +
          spread * (noise(at, 1, cluster) + noise(at, 9)),
        y:
          (user === null ? 0 : 4 * Math.sin(angle)) +
          spread * (noise(at, 2, cluster) + noise(at, 8)),
        userId: user === null ? null : this.decorate(user),
        image,
      };
    });
  }

  private example(photos: string[], at: number): ExampleProduct {
    const image = photos.length === 0 ? null : photos[(at * 5) % photos.length]!;
    return { productId: this.decorate(`B00${(at * 104_729).toString(36).toUpperCase()}`), image };
  }

  private figure4(known: boolean): DatasetReproduction['figure4'] {
    const cosine = Array.from({ length: 81 }, (_, at) => -1 + at / 40);
    const bell = (mean: number, sd: number): number[] =>
      cosine.map((x) => Math.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * Math.sqrt(2 * Math.PI)));
    const spaces = [
      ['features', null, 0.52, 0.12],
      ['VASG', 'paper', 0.21, 0.22],
      ['VASG', 'authors', 0.34, 0.18],
      ['VASG', 'default', 0.04, 0.27],
    ] as const;
    return spaces.map(([space, preset, mean, sd], at) => ({
      ...{ space, preset, cosine },
      density: bell(mean, sd),
      excessKurtosis: this.cell(
        this.spread(at - 0.31, 0.06, at),
        this.runs(preset, space),
        this.paper(known, KURTOSIS[CATEGORY]!, { model: space, preset }),
      ),
      standardDeviation: this.spread(sd, 0.004, at),
    }));
  }

  private analogies(known: boolean): DatasetReproduction['analogies'] {
    const precisions = { 'owned-share': 0.47, 'owned-any': 0.94, 'held-out-any': 0.06 };
    const vectors = { raw: 'X as the model has it.', unit: 'X scaled to length 1.' };
    return (['paper', 'authors', 'default'] as const).flatMap((preset, at) =>
      Object.entries(vectors).flatMap(([form, sentence], block) =>
        Object.entries(ANALOGY_DEFINITIONS).map(([definition, description]) => {
          const precision = (precisions as Partial<Record<string, number>>)[definition] ?? 0.2;
          const hasPaper = known && definition === 'owned-share' && isPrinted('VASG', preset);
          return {
            ...{ model: 'VASG', preset },
            definition: `${definition}, ${form}`,
            description: `${description} ${sentence}`,
            precision: this.cell(
              this.spread(precision * (1 - 0.1 * at - 0.05 * block), 0.01, at + block),
              this.runs(preset, 'VASG'),
              hasPaper ? ANALOGY_PRECISION_AT_5[CATEGORY]! : null,
            ),
            queries: 10_000,
          };
        }),
      ),
    );
  }

  private sensitivity(): DatasetReproduction['sensitivity'] {
    const factors = [
      ['noise', ['0', '0.1'], CLAIMS.noise],
      ['window size', ['3', '5', '7', '9'], CLAIMS.window],
      ['decoder', ['on', 'off'], CLAIMS.decoder],
    ] as const;
    return factors.flatMap(([factor, levels, claim], block) =>
      levels.map((level, at) => ({
        ...{ factor, level, claim, preset: 'paper' },
        warm: this.spread(0.84 + 0.012 * at, 0.004, at + 10 * block),
        cold: this.spread(0.58 + 0.02 * at, 0.008, at + 20 * block),
        runIds: this.runs('paper', `${factor}-${level}`),
      })),
    );
  }

  private quality(known: boolean): DatasetReproduction['quality'] {
    const tables = { table2: this.table2(known), table3: this.table3(known) };
    const contestants = contestantRows(tables);
    const variant = (name: string, settings: string | null, key: number) => ({
      ...{ name, settings, claim: `What ${name} shows.` },
      measures: contestants[key]!.measures,
      trainingSeconds: this.spread(40 + key, 3, key),
      runIds: this.runs('default', name),
    });
    return {
      contestants,
      ablations: [
        variant('default', null, 0),
        variant('no popularity', 'popularity-bias=false', 1),
        variant('no noise', 'noise-std=0', 2),
      ],
      slowdown: this.spread(2.1, 0.2, 5),
    };
  }

  private trainingCurves(): TrainingCurve[] {
    const stages = [
      ['VASG', 'paper', 'skip-gram'],
      ['VASG', 'paper', 'encoder'],
      ['VASG', 'default', 'skip-gram'],
      ['BPR-MF', 'default', 'ranking'],
      ['IBR', 'default', 'metric'],
    ] as const;
    return stages.flatMap(([model, preset, stage], at) =>
      this.seeds.map((seed, index) => ({
        runId: this.runs(preset, model)[index]!,
        model,
        preset,
        seed,
        stage,
        points: Array.from({ length: 60 }, (_, step) => ({
          step: step * 25,
          loss:
            stage === 'encoder' ? null : 0.7 * Math.exp(-step / 14) + 0.02 * noise(seed, step, at),
          reconstructionLoss:
            model === 'VASG' && preset === 'paper' ? 1 - 0.4 * (1 - Math.exp(-step / 20)) : null,
          aucWarm:
            step % 6 === 0 && stage !== 'encoder' && model !== 'IBR'
              ? 0.5 + 0.38 * (1 - Math.exp(-step / 9)) + 0.006 * noise(seed, step)
              : null,
          aucCold:
            step % 6 === 0 && model === 'VASG'
              ? 0.5 + 0.15 * (1 - Math.exp(-step / 12)) + 0.01 * noise(seed, step, 3)
              : null,
          aucRelations:
            step % 6 === 0 && model === 'IBR'
              ? 0.5 + 0.2 * (1 - Math.exp(-step / 10)) + 0.008 * noise(seed, step, 5)
              : null,
        })),
      })),
    );
  }
}
