import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
import { hyperparameterFlags } from '../config/flags.js';
import { MODELS, MODEL_NAMES, type ModelName } from '../config/models.js';
import { PRESET_NAMES } from '../config/presets.js';
import { resolveSettings } from '../config/resolve.js';
import { UsageError } from '../errors.js';
import { resumeRun, trainRun, type TrainOptions } from '../experiments/train/train-run.js';
import { stageOutcome } from '../experiments/train/stage-endings.js';
import {
  datasetFlag,
  fusedMultiplyAddFlag,
  parseName,
  seedFlag,
  splitFlag,
  threadsFlag,
} from '../flags/flags.js';
import type { RunManifest } from '../run-directory.js';
import { trainerChoice, trainerFlags } from '../flags/trainer-flags.js';

export interface TrainResult {
  runId: string;
  status: 'completed';
  dataset: string;
  split: string;
  model: ModelName;
  preset: string;
  seed: number;
  /** Whether products were placed with fused multiply-add. */
  fusedMultiplyAdd: boolean;
  stages: RunManifest['stages'];
  device: string;
  wallSeconds: number;
  files: Record<string, string>;
}

/** What `--model` takes, one to a line. */
function modelList(): string {
  return MODEL_NAMES.map((name) => `${name}: ${MODELS[name].summary}`).join('\n');
}

export default class Train extends BaseCommand<typeof Train> {
  static override summary =
    'Train embeddings of users and products and the encoder for new photos, or a baseline.';

  static override description = `Generates random walks over the training purchases, trains on them in PyTorch, and stores embeddings and weights in the workspace. Preset default trains product vectors and the encoder together, to rank what somebody bought above other products; presets paper and authors train a skip-gram together with a decoder of image features, and the encoder after it.

The validation part of the split, a second left-out purchase of some users, says when to stop: it is looked at every --validate-every steps, the best parameters are kept, and a stage ends after --patience looks without better ones, if not at its limit before.

A run that was interrupted goes on with --resume, to the very bytes that an undisturbed run would have given (on CPU).

${modelList()}

Baselines train on triples or pairs of products in place of walks; every model gives rows that score and an encoder that places new products.

Every hyper-parameter can be set by a flag, by an environment variable (VASG_EMBEDDING_DIM=50) or in a JSON file (--config); flags win over the environment, the environment over the file, the file over the preset.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --dataset shop',
    '<%= config.bin %> <%= command.id %> --dataset shop --preset paper --embedding-dim 50 --seed 2',
    '<%= config.bin %> <%= command.id %> --dataset shop --model vbpr',
    '<%= config.bin %> <%= command.id %> --dataset shop --trainer gpu-machine:7077 --trainer-ca ca.pem',
    '<%= config.bin %> <%= command.id %> --resume 20261121t021503-1f2e3d',
  ];

  static override flags = {
    dataset: datasetFlag({ exclusive: ['resume'] }),
    split: splitFlag(),
    model: Flags.option({ options: MODEL_NAMES })({
      summary: 'What to train: VASG, one of its ablations, or a baseline.',
      default: 'vasg' as const,
    }),
    preset: Flags.option({ options: PRESET_NAMES })({
      summary:
        "Where hyper-parameters start from: ours, the text of the paper, or the authors' public code.",
      default: 'default' as const,
    }),
    seed: seedFlag(),
    resume: Flags.string({
      summary: 'Go on with this interrupted run; it keeps the settings it was started with.',
      helpValue: 'RUN',
      parse: parseName,
      exclusive: [
        'split',
        'model',
        'preset',
        'seed',
        'config',
        ...Object.keys(hyperparameterFlags),
      ],
    }),
    config: Flags.file({
      summary: 'JSON file with hyper-parameters, names in camelCase.',
      helpValue: 'FILE',
    }),
    threads: threadsFlag(),
    'fused-multiply-add': fusedMultiplyAddFlag,
    ...trainerFlags,
    ...hyperparameterFlags,
  };

  async run(): Promise<TrainResult> {
    const manifest = await this.train();
    const { runId, dataset, split, model, preset, seed, fusedMultiplyAdd = false } = manifest;
    const { stages, device, wallSeconds, files } = manifest;
    this.log(`Run ${runId} completed in ${wallSeconds.toFixed(1)} s on ${device}.`);
    for (const stage of stages) this.log(`  ${stageOutcome(stage)}`);
    this.log(`Next: ${this.config.bin} evaluate ranking --run ${runId}`);
    return {
      ...{ runId, status: 'completed', dataset, split, model, preset, seed },
      ...{ fusedMultiplyAdd, stages, device, wallSeconds, files },
    };
  }

  private async train(): Promise<RunManifest> {
    const { dataset, split, seed, resume } = this.flags;
    if (resume !== undefined) return resumeRun(resume, this.options());
    if (dataset === undefined) {
      throw new UsageError(
        'Say what to train on with --dataset, or what to go on with by --resume.',
        {
          suggestions: ['List the data sets: `vasg query "SELECT dataset FROM datasets"`.'],
        },
      );
    }
    const preset = this.flags.preset;
    const settings = await resolveSettings({
      model: this.flags.model,
      preset,
      file: this.flags.config,
      environment: process.env,
      flags: this.flags,
      warn: (message) => this.progress.warn(message),
    });
    const fusedMultiplyAdd = this.flags['fused-multiply-add'] || undefined;
    const newRun = { dataset, split, preset, seed, ...settings, fusedMultiplyAdd };
    return trainRun(newRun, this.options());
  }

  private options(): TrainOptions {
    const { flags, workspace, progress, signal } = this;
    return {
      workspace,
      progress,
      signal,
      threads: flags.threads,
      trainer: trainerChoice(flags, this.config.cacheDir),
    };
  }
}
