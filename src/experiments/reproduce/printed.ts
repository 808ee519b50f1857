import type { PaperCategory } from './reproduction.js';

/**
 * What the paper prints (arXiv 2008.06908v1) that a measured cell can stand beside, to the letter, and what its
 * authors' public code logged. Nothing here is measured by us. Left out is what follows from other numbers or does not
 * agree with them (the two last columns of Table 3, "3.84 % over VBPR", "19 % over INN"; docs/reproduction.md) and the
 * half hour of training, which is of another machine.
 */

type ByCategory<T> = Readonly<Record<PaperCategory, T>>;

/** Columns of the paper's tables, in its order. */
export const CATEGORIES = ['Women', 'Men', 'Shoes', 'Jewelry'] as const satisfies PaperCategory[];

/** Table 1: statistics after preprocessing. */
export const TABLE_1: ByCategory<{ products: string; users: string; ratings: string }> = {
  Women: { products: '116,971', users: '14,110', ratings: '307,863' },
  Men: { products: '62,376', users: '19,618', ratings: '187,181' },
  Shoes: { products: '71,219', users: '22,066', ratings: '211,818' },
  Jewelry: { products: '62,958', users: '13,975', ratings: '161,439' },
};

/** Titles of the contestants of Table 2, as `metrics.model` has them too. */
type RankingModel = 'RAND' | 'WBOI' | 'VBPR' | 'VASG';
type WarmAndCold = Readonly<{ warm: string; cold: string | null }>;

/** Table 2: AUC on warm and cold products; the paper has no cold row for VBPR. */
export const TABLE_2: ByCategory<Readonly<Record<RankingModel, WarmAndCold>>> = {
  Women: {
    RAND: { warm: '0.4998', cold: '0.5001' },
    WBOI: { warm: '0.6134', cold: '0.5912' },
    VBPR: { warm: '0.7982', cold: null },
    VASG: { warm: '0.8964', cold: '0.7596' },
  },
  Men: {
    RAND: { warm: '0.4897', cold: '0.4954' },
    WBOI: { warm: '0.6468', cold: '0.6094' },
    VBPR: { warm: '0.7753', cold: null },
    VASG: { warm: '0.8758', cold: '0.7061' },
  },
  Shoes: {
    RAND: { warm: '0.5023', cold: '0.4995' },
    WBOI: { warm: '0.6318', cold: '0.5846' },
    VBPR: { warm: '0.8116', cold: null },
    VASG: { warm: '0.8972', cold: '0.7261' },
  },
  Jewelry: {
    RAND: { warm: '0.4987', cold: '0.5003' },
    WBOI: { warm: '0.6087', cold: '0.5704' },
    VBPR: { warm: '0.7629', cold: null },
    VASG: { warm: '0.8801', cold: '0.7134' },
  },
};

/** Titles of the contestants of Table 3. */
type RelationModel = 'INN' | 'IBR' | 'VASG';

/** Table 3: share of product pairs that are told right. */
export const TABLE_3: ByCategory<Readonly<Record<RelationModel, string>>> = {
  Women: { INN: '67.82%', IBR: '87.43%', VASG: '79.59%' },
  Men: { INN: '66.23%', IBR: '87.13%', VASG: '80.12%' },
  Shoes: { INN: '69.34%', IBR: '89.67%', VASG: '81.56%' },
  Jewelry: { INN: '65.42%', IBR: '83.25%', VASG: '79.36%' },
};

/** Section 5, "Linear relationships": precision@5, for Men only. */
export const ANALOGY_PRECISION_AT_5: Partial<ByCategory<string>> = { Men: '89.7%' };

/**
 * Section 5, "Embedding similarity distribution", for Men (Figure 4): excess kurtosis, which is not said; but without
 * 3 subtracted none is below 1, so .87 is excess, and 3.67 stands beside it as the same quantity.
 */
export const KURTOSIS: Partial<ByCategory<{ VASG: string; features: string }>> = {
  Men: { VASG: '0.87', features: '3.67' },
};

/** The number that a text of the paper stands for: commas group thousands, a percentage is a share of 1. */
export function numberIn(printed: string): number {
  const digits = printed.replaceAll(',', '');
  // Not divided by 100, which would give 0.6781999999999999 for 67.82%.
  return Number(digits.replace('%', 'e-2'));
}

/** Section 6, a claim each in our words, and Figure 5, whose points are printed as a drawing only. */
export const CLAIMS = {
  embeddingDim: 'AUC rises with D; the rate of improvement slows down after D = 70.',
  noise: 'Noise on the features while the encoder is trained gains 1.8 % of cold AUC on average.',
  window: 'Of windows of 3, 5, 7 and 9 nodes, 7 gives the best results.',
  decoder:
    'Without the decoder warm AUC drops by 2.4 % on average for Women, Men and Shoes, and hardly for Jewelry.',
} as const;

/** Lowest and highest logged value. */
type LoggedRange = readonly [low: number, high: number];

interface Logged {
  products: number;
  users: number;
  /** Of product pairs, by kind. */
  relationAccuracy?: Readonly<Record<'warm' | 'with-cold', LoggedRange>>;
}

/**
 * Logs in the authors' public repository (`parth2170/triplet-recsys`, mid 2020, `log/*_log.txt`): counts, and for
 * Men the accuracy of product relations for the model named as the paper's (MULTI_TASK_WITH_NOISE), whose AUC with
 * cold products is .48 to .546. There is no Jewelry and no recommendation task.
 */
export const AUTHORS_LOG: Partial<ByCategory<Logged>> = {
  Women: { products: 116_971, users: 14_110 },
  Men: {
    products: 62_376,
    users: 19_618,
    relationAccuracy: { warm: [0.64, 0.655], 'with-cold': [0.4955, 0.498] },
  },
  Shoes: { products: 71_219, users: 22_066 },
};
