import { createHash } from 'node:crypto';
import type { SourceFile } from '../../catalog/datasets.js';
import { digestInput } from '../../sources/input-digest.js';
import { isSynthetic } from '../../synth/is-synthetic.js';
import type { IngestInput } from './ingest-input.js';

/** Raise when the same input and options no longer give the same data set. */
const INGEST_VERSION = 1;

/** What decides the content of a data set. */
export interface InputIdentity {
  sources: SourceFile[];
  options: Record<string, unknown>;
  /** Digest of the files' contents and the options, not of paths; equal hash, equal data set. */
  inputHash: string;
}

/** Reads every input file once. Throws InputDataError for one that cannot be read. */
export async function identifyInput(
  input: IngestInput,
  signal?: AbortSignal,
): Promise<InputIdentity> {
  const sources = await digestSources(input, signal);
  const options = datasetOptions(input);
  const contents = sources.map(({ role, sha256 }) => ({ role, sha256 }));
  const text = JSON.stringify({ version: INGEST_VERSION, sources: contents, options });
  return { sources, options, inputHash: createHash('sha256').update(text).digest('hex') };
}

async function digestSources(input: IngestInput, signal?: AbortSignal): Promise<SourceFile[]> {
  const { features, category } = input;
  const files: [SourceFile['role'], string][] = [
    ['ratings', input.ratings.path],
    ['features', input.features.path],
  ];
  if (features.idsPath !== undefined) files.push(['feature-ids', features.idsPath]);
  if (category !== undefined) files.push(['metadata', category.metadataPath]);
  const digests: SourceFile[] = [];
  for (const [role, path] of files) {
    const file = await digestInput(path, signal);
    digests.push({ role, ...file, ...((await isSynthetic(file)) && { synthetic: true }) });
  }
  return digests;
}

function datasetOptions({
  ratings,
  features,
  category,
  rules,
}: IngestInput): Record<string, unknown> {
  const options = {
    ratingsFormat: ratings.format,
    columns: ratings.columns,
    fileType: ratings.fileType,
    featuresFormat: features.format,
    featureColumns: features.columns,
    featureDim: features.dim,
    category: category?.name,
    categoryRule: category?.rule,
    minProducts: rules.minProducts,
    keepUnrated: rules.keepUnrated,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
