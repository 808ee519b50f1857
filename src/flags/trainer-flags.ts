import { Flags } from '@oclif/core';
import type { TrainerChoice } from '../experiments/train/open-trainer.js';

const TRAINER_GROUP = 'TRAINER';

/** Flags of every command that trains. */
export const trainerFlags = {
  device: Flags.option({ options: ['auto', 'cpu', 'cuda'] as const })({
    summary: 'Device to train on; auto takes CUDA when there is one.',
    env: 'VASG_DEVICE',
    default: 'auto' as const,
    helpGroup: TRAINER_GROUP,
  }),
  python: Flags.string({
    summary: 'Python to run the trainer with, instead of the one that `setup` made.',
    helpValue: 'PATH',
    env: 'VASG_PYTHON',
    helpGroup: TRAINER_GROUP,
  }),
  trainer: Flags.string({
    summary: 'Use a running trainer instead of starting one; token in VASG_TRAINER_TOKEN.',
    helpValue: 'HOST:PORT',
    helpGroup: TRAINER_GROUP,
  }),
  'trainer-ca': Flags.file({
    summary: "PEM file of the authority that signed the running trainer's certificate.",
    helpValue: 'FILE',
    dependsOn: ['trainer'],
    helpGroup: TRAINER_GROUP,
  }),
  'checkpoint-seconds': Flags.integer({
    summary: 'Seconds between two checkpoints of a trainer of our own.',
    helpValue: 'N',
    min: 1,
    max: 86_400,
    default: 60,
    helpGroup: TRAINER_GROUP,
  }),
};

/** What the flags come to, as the parser hands them over. */
interface TrainerFlagValues {
  device: TrainerChoice['device'];
  python?: string | undefined;
  trainer?: string | undefined;
  'trainer-ca'?: string | undefined;
  'checkpoint-seconds': number;
}

/** The trainer that the flags ask for. */
export function trainerChoice(flags: TrainerFlagValues, cacheFolder: string): TrainerChoice {
  return {
    address: flags.trainer,
    token: process.env.VASG_TRAINER_TOKEN,
    caFile: flags['trainer-ca'],
    device: flags.device,
    python: flags.python,
    cacheFolder,
    checkpointSeconds: flags['checkpoint-seconds'],
  };
}
