import type { Database } from '../../catalog/database.js';
import type { Progress } from '../../progress/progress.js';
import type { FeatureSource } from '../../sources/feature-source.js';
import type { NpyWriter } from '../../sources/npy.js';
import { FeatureCopy } from './feature-copy.js';
import type { IngestReport } from './ingest-report.js';

/** Whom to tell, and who may cancel. */
interface CopyContext {
  progress: Progress;
  signal?: AbortSignal | undefined;
}

/**
 * Copies the vectors of the chosen products to `writer` and commits it, in the order of table `kept_products`. The
 * source is read once, front to back, whatever the order of its rows. Throws InputDataError for a value that is not
 * finite or too large to train on, and for a repeated id with another vector; nothing is left of the file then.
 */
export async function saveFeatures(
  database: Database,
  source: FeatureSource,
  writer: NpyWriter,
  context: CopyContext,
): Promise<IngestReport['features']> {
  try {
    const facts = await copyFeatures(database, source, writer, context);
    await writer.commit();
    return facts;
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

async function copyFeatures(
  database: Database,
  source: FeatureSource,
  writer: NpyWriter,
  { progress, signal }: CopyContext,
): Promise<IngestReport['features']> {
  const copy = await FeatureCopy.prepare(database, source, writer);
  const bar = progress.bar('Writing features', source.rows, 'products');
  try {
    for await (const block of copy.blocks()) {
      signal?.throwIfAborted();
      await copy.add(block);
      bar.update(block.start + block.rows);
    }
    bar.finish();
  } finally {
    bar.abandon();
  }
  return copy.facts();
}
