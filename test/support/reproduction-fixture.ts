import type {
  Cell,
  DatasetReproduction,
  ExampleProduct,
  ProjectedProduct,
  Reproduction,
  Spread,
  Table2Row,
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

const MODELS: Models = [
  ['RAND', null, 0.5, 0.498],
  ['popularity', null, 0.868, null],
  ['WBOI', null, 0.691, 0.681],
  ['INN', null, 0.64, 0.652],
  ['BPR-MF', 'paper', 0.887, null],
  ['BPR-MF + least squares', 'paper', 0.887, 0.642],
  ['BPR-MF + kNN', 'paper', 0.887, 0.661],
  ['VBPR', 'paper', 0.872, null],
  ['VBPR, visual part', 'paper', 0.702, 0.688],
  ['IBR', 'paper', 0.744, 0.699],
  ['skip-gram', 'paper', 0.861, null],
  ['VASG', 'paper', 0.857, 0.593],
  ['VASG', 'authors', 0.812, 0.571],
  ['VASG', 'default', 0.904, 0.703],
];

const PAPER_AUC: Record<string, { warm: number; cold: number | null }> = {
  RAND: { warm: 0.4998, cold: 0.5001 },
  WBOI: { warm: 0.6134, cold: 0.5912 },
  VBPR: { warm: 0.7982, cold: null },
  'VASG paper': { warm: 0.8964, cold: 0.7596 },
};

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
    versions: { vasg: '0.1.0', node: '20.20.2', torch: '2.13.0', 'scikit-learn': '1.9.1' },
    machine: { cpu: 'Example CPU 3000', threads: 2, memoryBytes: 24 * 2 ** 30, device: 'cpu' },
    quick: seeds.length === 1,
    seeds,
    protocol: [
      'One purchase of every user is left out; half of the left-out products are made cold by hiding all their purchases.',
      'AUC of eq. 4 per test user, then the mean; strict “>”, ties are lost; half credit beside it.',
      'Candidates: products of the left-out product’s own kind (headline), and all products.',
      'Each seed makes its own split and its own models.',
    ],
    notes: [
      'Shoes and Jewelry: no raw files were given.',
      'The window sweep was run for preset paper only.',
    ],
    wallSeconds: 7384,
    datasets: [
      maker.make('women', { category: 'Women', synthetic: false, photos }),
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
      synthetic,
      table1: this.table1(known),
      table2: this.table2(known),
      table3: this.table3(known),
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
      figure5: [10, 20, 50, 70, 100, 200].map((embeddingDim, at) => ({
        embeddingDim,
        auc: this.spread(0.93 - 0.9 / (embeddingDim + 4), 0.003, at),
        runIds: this.runs('default', `d${embeddingDim}`),
      })),
      analogies: this.analogies(known),
      sensitivity: this.sensitivity(),
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

  private cell(ours: Spread, runIds: string[], paper: number | null = null): Cell {
    return { paper, authors: null, ours, runIds };
  }

  private table1(known: boolean): DatasetReproduction['table1'] {
    const same = (value: number): Spread => spreadOf(this.seeds.map(() => value));
    const counts = (value: number, printed: number): Cell => ({
      paper: known ? printed : null,
      authors: known ? printed : null,
      ours: same(value),
      runIds: [],
    });
    const part = (name: string, ratings: number, users: number, products: number) => ({
      part: name,
      ratings: this.spread(ratings, 12, ratings),
      users: this.spread(users, 9, users),
      products: this.spread(products, 7, products),
    });
    return {
      products: counts(116_971, 116_971),
      users: counts(14_110, 14_110),
      ratings: counts(307_863, 307_863),
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
      conditions.flatMap(([part, candidates], condition): Table2Row[] => {
        const own = part === 'warm' ? warm : cold;
        if (own === null) return [];
        const auc = candidates === 'all' ? own - 0.04 * (1 + noise(at, condition)) : own;
        const printed =
          PAPER_AUC[preset === null ? model : `${model} ${preset}`] ?? PAPER_AUC[model];
        return [
          {
            model,
            preset,
            part,
            candidates,
            auc: {
              paper: known && candidates !== 'all' ? (printed?.[part] ?? null) : null,
              authors: known && preset === 'authors' && part === 'warm' ? 0.652 : null,
              ours: this.spread(auc, preset === null ? 0.001 : 0.005, at * 7 + condition),
              runIds: this.runs(preset, model),
            },
            aucHalfTies: this.spread(auc + (model === 'popularity' ? 0.013 : 0.0004), 0.003, at),
            ci95: 0.0075,
            users: 2803,
          },
        ];
      }),
    );
  }

  private table3(known: boolean): DatasetReproduction['table3'] {
    const models = [
      ['INN', null, 0.593, 0.6782],
      ['IBR', 'paper', 0.759, 0.8743],
      ['VASG', 'paper', 0.741, 0.7959],
      ['VASG', 'default', 0.752, null],
      ['popularity product', null, 0.744, null],
    ] as const;
    const conditions = [
      ['warm', 'uniform'],
      ['warm', 'degree-matched'],
      ['with-cold', 'uniform'],
      ['with-cold', 'degree-matched'],
    ] as const;
    return conditions.flatMap(([kind, negatives], block) =>
      models.map(([model, preset, accuracy, paper], at) => {
        const here = accuracy - 0.06 * block;
        return {
          model,
          preset,
          negatives,
          kind,
          accuracy: this.cell(
            this.spread(here, 0.004, at),
            this.runs(preset, model),
            known && block === 0 ? paper : null,
          ),
          accuracyTrainThreshold: this.spread(here - 0.03, 0.006, at + 40),
          auc: this.spread(here + 0.05, 0.004, at + 80),
          pairs: 20_000,
        };
      }),
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
      ['features', null, 0.52, 0.12, 3.67],
      ['VASG', 'paper', 0.21, 0.22, 0.87],
      ['VASG', 'default', 0.04, 0.27, null],
    ] as const;
    return spaces.map(([space, preset, mean, sd, paper], at) => ({
      space,
      preset,
      cosine,
      density: bell(mean, sd),
      excessKurtosis: this.cell(
        this.spread(at - 0.31, 0.06, at),
        this.runs(preset, space),
        known ? paper : null,
      ),
      standardDeviation: this.spread(sd, 0.004, at),
    }));
  }

  private analogies(known: boolean): DatasetReproduction['analogies'] {
    const definitions = [
      ['owned-share', 'Share of the five nearest products that u₂ owns.', 0.67],
      ['owned-any', 'At least one of the five nearest products is owned by u₂.', 0.94],
    ] as const;
    return definitions.flatMap(([definition, description, precision], block) =>
      (['paper', 'default'] as const).map((preset, at) => ({
        model: 'VASG',
        preset,
        definition,
        description,
        precision: this.cell(
          this.spread(precision - 0.2 * (1 - at), 0.01, at + block),
          this.runs(preset, 'VASG'),
          known && preset === 'paper' && block === 1 ? 0.897 : null,
        ),
        queries: 10_000,
      })),
    );
  }

  private sensitivity(): DatasetReproduction['sensitivity'] {
    const factors = [
      ['window size', ['3', '5', '7', '9'], 'A window size of 7 gives the best results.'],
      ['noise', ['0', '0.1', '0.5'], 'Noise improves cold products by 1.8 % on average.'],
      ['decoder', ['off', 'on'], 'Without the decoder, AUC of warm products drops by 2.4 %.'],
    ] as const;
    return factors.flatMap(([factor, levels, claim], block) =>
      levels.map((level, at) => ({
        factor,
        level,
        preset: 'paper',
        warm: this.spread(0.84 + 0.012 * at, 0.004, at + 10 * block),
        cold: this.spread(0.58 + 0.02 * at, 0.008, at + 20 * block),
        claim,
        runIds: this.runs('paper', `${factor}-${level}`),
      })),
    );
  }

  private trainingCurves(): TrainingCurve[] {
    const stages = [
      ['VASG', 'paper', 'skip-gram'],
      ['VASG', 'paper', 'encoder'],
      ['VASG', 'default', 'skip-gram'],
      ['BPR-MF', 'paper', 'ranking'],
      ['IBR', 'paper', 'metric'],
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
