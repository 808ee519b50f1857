import type { TrainResponse } from '../generated/vasg/v1/trainer_service.js';
import {
  StopReason,
  type StageCompleted,
  type StageStarted,
} from '../generated/vasg/v1/training.js';
import type { StageName } from './stages.js';

/** Why a stage ended. */
export type StopReasonName =
  'end-of-data' | 'max-steps' | 'early-stopping' | 'cancelled' | 'unknown';

const STOP_REASONS: Readonly<Record<StopReason, StopReasonName>> = {
  [StopReason.STOP_REASON_UNSPECIFIED]: 'unknown',
  [StopReason.STOP_REASON_END_OF_DATA]: 'end-of-data',
  [StopReason.STOP_REASON_MAX_STEPS]: 'max-steps',
  [StopReason.STOP_REASON_EARLY_STOPPING]: 'early-stopping',
  [StopReason.STOP_REASON_CANCELLED]: 'cancelled',
  [StopReason.UNRECOGNIZED]: 'unknown',
};

type WireEvent = NonNullable<TrainResponse['event']>;

/** How a stage ended, as the wire has it but with names. */
type CompletedStage = Omit<StageCompleted, 'reason'> & { stage: StageName; reason: StopReasonName };

/** What a running stage says; fields as in training.proto, where units and ranges are. */
export type TrainerEvent =
  | Exclude<WireEvent, { $case: 'started' | 'completed' }>
  | { $case: 'started'; value: StageStarted & { stage: StageName } }
  | { $case: 'completed'; value: CompletedStage };

/** How a stage ended, as it is kept. */
export interface StageSummary {
  stage: StageName;
  stopReason: StopReasonName;
  /** Optimiser steps done. */
  steps: number;
  /** Step whose parameters are kept. */
  bestStep: number;
  /** Best validation score; null when nothing was validated. */
  bestScore: number | null;
  /** Of the attempt that ended the stage. */
  wallSeconds: number;
}

/** An event of the wire with names in place of numbers. */
export function trainerEvent(event: WireEvent, stage: StageName): TrainerEvent {
  if (event.$case === 'started') return { $case: 'started', value: { ...event.value, stage } };
  if (event.$case !== 'completed') return event;
  const reason = STOP_REASONS[event.value.reason];
  return { $case: 'completed', value: { ...event.value, stage, reason } };
}

/** What is kept of the last event of a stage. */
export function stageSummary(completed: CompletedStage): StageSummary {
  const { stage, reason, step, bestStep, bestScore = null, wallSeconds } = completed;
  return { stage, stopReason: reason, steps: step, bestStep, bestScore, wallSeconds };
}
