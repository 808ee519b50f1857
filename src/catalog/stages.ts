import { insertRow } from './bulk.js';
import type { Catalog } from './connection.js';

/** A stage that ran to its end. `subject` is what it worked on, e.g. `shop`, `shop/default` or a run id. */
export interface StageRecord {
  stage: string;
  subject: string;
  /** Digest of everything that the stage's result depends on. */
  inputHash: string;
  facts: Record<string, unknown>;
  /** ISO 8601, UTC. */
  finishedAt: string;
}

/** Records a completed stage in the stage's own transaction, replacing its earlier completion. */
export async function recordStage(catalog: Catalog, record: StageRecord): Promise<void> {
  const { stage, subject } = record;
  await catalog.run('DELETE FROM stages WHERE stage = $stage AND subject = $subject', {
    stage,
    subject,
  });
  await insertRow(catalog, 'stages', {
    stage,
    subject,
    input_hash: record.inputHash,
    facts: JSON.stringify(record.facts),
    finished_at: record.finishedAt,
  });
}
