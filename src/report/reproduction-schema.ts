import { z } from 'zod';
import { QUALITY_MEASURES, type Reproduction } from '../experiments/reproduce/reproduction.js';

/**
 * What a file of `vasg reproduce` must look like for the report to draw it. Fields that it does not know are
 * left alone. The type of `Reproduction` explains the fields; the compiler holds the two together.
 */

const number = z.number();
const optional = z.number().nullable();
const text = z.string();
const preset = z.string().nullable();
const texts = z.array(text);

const spread = z.object({ mean: optional, sd: optional, values: z.array(optional) });
const cell = z.object({
  paper: optional,
  printed: text.nullable(),
  authors: optional,
  ours: spread,
  runIds: texts,
});

const table1 = z.object({
  products: cell,
  users: cell,
  ratings: cell,
  parts: z.array(z.object({ part: text, ratings: spread, users: spread, products: spread })),
});

const table2Row = z.object({
  model: text,
  preset,
  part: z.enum(['warm', 'cold']),
  candidates: z.enum(['warm', 'cold', 'all']),
  auc: cell,
  aucHalfTies: spread,
  ci95: optional,
  users: number,
});

const table3Row = z.object({
  model: text,
  preset,
  negatives: z.enum(['uniform', 'degree-matched']),
  kind: z.enum(['warm', 'with-cold', 'all']),
  accuracy: cell,
  accuracyTrainThreshold: spread,
  auc: spread,
  pairs: number,
});

const product = z.object({ productId: text, image: text.nullable() });

/** More marks than a projection takes would hide each other and make a page of megabytes. */
const MAX_POINTS = 1000;

const projection = z.object({
  method: z.enum(['pca', 't-sne']),
  explainedVariance: z.tuple([number, number]).nullable(),
  points: z
    .array(product.extend({ x: number, y: number, userId: text.nullable() }))
    .max(MAX_POINTS),
});

const analogyExample = z.object({
  query: product,
  firstUser: z.array(product),
  secondUser: z.array(product),
  answers: z.array(product),
});

const densityCurve = z.object({
  space: text,
  preset,
  cosine: z.array(number),
  density: z.array(number),
  excessKurtosis: cell,
  standardDeviation: spread,
});

const analogyRow = z.object({
  model: text,
  preset,
  definition: text,
  description: text,
  precision: cell,
  queries: number,
});

const sensitivityRow = z.object({
  factor: text,
  level: text,
  preset: text,
  warm: spread,
  cold: spread,
  claim: text,
  runIds: texts,
});

const interval = z.tuple([number, number]).nullable();

const lead = z.object({
  difference: spread,
  interval,
  verdict: z.enum(['better', 'worse', 'not shown']),
});

const measures = z.record(
  z.enum(QUALITY_MEASURES),
  z.object({
    value: spread,
    interval,
    lead: lead.nullable(),
    bar: z.enum(['cleared', 'missed', 'all tied']).nullable(),
  }),
);

const fitted = z.object({
  settings: z.record(text, z.union([number, text])),
  validationAuc: optional,
});

const quality = z.object({
  contestants: z.array(
    z.object({
      ...{ model: text, preset, measures, runIds: texts },
      fitted: z.array(fitted.nullable()).nullable(),
    }),
  ),
  ablations: z.array(
    z.object({
      name: text,
      settings: text.nullable(),
      claim: text,
      measures,
      trainingSeconds: spread,
      runIds: texts,
    }),
  ),
  slowdown: spread,
});

const trainingCurve = z.object({
  runId: text,
  model: text,
  preset: text,
  seed: number,
  stage: text,
  points: z.array(
    z.object({
      step: number,
      loss: optional,
      reconstructionLoss: optional,
      aucWarm: optional,
      aucCold: optional,
      aucRelations: optional,
    }),
  ),
});

const dataset = z.object({
  dataset: text,
  category: z.enum(['Women', 'Men', 'Shoes', 'Jewelry']).nullable(),
  cut: z.enum(['label', 'authors', 'name']).nullable(),
  synthetic: z.boolean(),
  table1,
  table2: z.array(table2Row),
  table3: z.array(table3Row),
  shown: z.object({ model: text, preset: text, seed: number }),
  figure2a: projection,
  figure2b: projection,
  figure3: z.array(analogyExample),
  figure4: z.array(densityCurve),
  figure5: z.array(z.object({ embeddingDim: number, auc: spread, claim: text, runIds: texts })),
  analogies: z.array(analogyRow),
  sensitivity: z.array(sensitivityRow),
  quality,
  trainingCurves: z.array(trainingCurve),
});

export const reproductionSchema: z.ZodType<Reproduction> = z.object({
  formatVersion: z.literal(1),
  createdAt: text,
  versions: z.record(text, text),
  machine: z.object({ cpu: text, threads: number, memoryBytes: number, device: text }),
  quick: z.boolean(),
  seeds: z.array(number),
  protocol: texts,
  notes: texts,
  wallSeconds: number,
  datasets: z.array(dataset),
});
