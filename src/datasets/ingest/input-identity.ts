import { createHash } from 'node:crypto';
import type { SourceFile } from '../../catalog/datasets.js';
import { InputDigests } from '../../sources/input-digests.js';
import { isSynthetic } from '../../synth/is-synthetic.js';
import type { IngestContext, IngestInput } from './ingest-input.js';

/** Raise when the same input and options no longer give the same data set. */
const INGEST_VERSION = 1;

/** What decides the content of a data set. */
export interface InputIdentity {
  sources: SourceFile[];
  options: Record<string, unknown>;
  /** Digest of the files' contents and the options, not of paths; equal hash, equal data set. */
  inputHash: string;
}

type DigestContext = Pick<IngestContext, 'digests' | 'signal'>;

/** Reads every input file once. Throws InputDataError for one that cannot be read. */
export async function identifyInput(
  input: IngestInput,
  context: DigestContext = {},
): Promise<InputIdentity> {
  const sources = await digestSources(input, context);
  const options = datasetOptions(input);
  const contents = sources.map(({ role, sha256 }) => ({ role, sha256 }));
  const text = JSON.stringify({ version: INGEST_VERSION, sources: contents, options });
  return { sources, options, inputHash: createHash('sha256').update(text).digest('hex') };
}

async function digestSources(
  input: IngestInput,
  { digests = new InputDigests(), signal }: DigestContext,
): Promise<SourceFile[]> {
  const { features, category } = input;
  const files: [SourceFile['role'], string][] = [
    ['ratings', input.ratings.path],
    ['features', input.features.path],
  ];
  if (features.idsPath !== undefined) files.push(['feature-ids', features.idsPath]);
  if (category !== undefined) files.push(['metadata', category.metadataPath]);
  const sources: SourceFile[] = [];
  for (const [role, path] of files) {
    const file = await digests.of(path, signal);
    sources.push({ role, ...file, ...((await isSynthetic(file)) && { synthetic: true }) });
  }
  return sources;
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
