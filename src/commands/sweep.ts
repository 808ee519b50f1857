import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
import { MODEL_NAMES } from '../config/models.js';
import { PRESET_NAMES } from '../config/presets.js';
import { resolveSettings } from '../config/resolve.js';
import { BASELINE_CHOICES, parseBaselines } from '../experiments/evaluate/ranking-baselines.js';
import { parseFactors } from '../experiments/sweep/factors.js';
import { formatSweep } from '../experiments/sweep/format-sweep.js';
import { runSweep } from '../experiments/sweep/run-sweep.js';
import type { SweepRequest } from '../experiments/sweep/sweep-request.js';
import type { SweepResult } from '../experiments/sweep/sweep-result.js';
import {
  datasetFlag,
  fusedMultiplyAddFlag,
  parseName,
  seedsFlag,
  splitFlag,
  threadsFlag,
} from '../flags/flags.js';
import { quantity } from '../quantity.js';
import { trainerChoice, trainerFlags } from '../flags/trainer-flags.js';

export type { SweepResult };

export default class Sweep extends BaseCommand<typeof Sweep> {
  static override summary = 'Train and measure a model under every combination of settings.';

  static override description = `Each --set names a hyper-parameter and its values; every combination is trained with every seed, one after another, and ranked on the test part. Each training is an ordinary run in the catalog; the table at the end, mean and standard deviation over seeds, is view sweep_results as well.

A sweep that was interrupted goes on where it was when the same command is given again; more values and more seeds add to it. A training that fails, for example because the loss became infinite, is noted and the others go on; the command then ends with the exit code of the first failure.

Seeds are those of the training. All share one split, unless --split-per-seed gives each the split seed-N that it makes. Layer widths are separated by semicolons: --set "encoderHidden=256;512,256".`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --dataset shop --preset paper --set windowSize=3,5,7,9 --set embeddingDim=20,50,100 --seeds 1,2',
    '<%= config.bin %> <%= command.id %> --dataset shop --preset paper --set noiseStd=0,0.1 --seeds 1,2,3 --split-per-seed --name noise',
    '<%= config.bin %> <%= command.id %> --dataset shop --preset paper --set useDecoder=true,false --set encoderCosineWeight=1',
    '<%= config.bin %> query "FROM sweep_results WHERE candidates = part"',
  ];

  static override flags = {
    dataset: datasetFlag({ required: true }),
    split: splitFlag({ exclusive: ['split-per-seed'] }),
    'split-per-seed': Flags.boolean({
      default: false,
      summary: 'Give each seed a split of its own, seed-N, made with that seed.',
    }),
    model: Flags.option({ options: MODEL_NAMES })({
      summary: 'What to train: VASG, one of its ablations, or a baseline.',
      default: 'vasg' as const,
    }),
    preset: Flags.option({ options: PRESET_NAMES })({
      summary: 'Values of the hyper-parameters that --set does not name.',
      default: 'default' as const,
    }),
    config: Flags.file({
      summary: 'JSON file with hyper-parameters, names in camelCase.',
      helpValue: 'FILE',
    }),
    set: Flags.string({
      summary: 'A hyper-parameter and its values; may be given several times.',
      helpValue: 'NAME=VALUE,VALUE',
      required: true,
      multiple: true,
      multipleNonGreedy: true,
    }),
    seeds: seedsFlag({
      default: () => Promise.resolve([1]),
      defaultHelp: () => Promise.resolve('1'),
    }),
    baselines: Flags.string({
      summary: `Baselines to measure on the same splits: ${BASELINE_CHOICES}.`,
      helpValue: 'LIST',
      default: 'none',
    }),
    name: Flags.string({
      summary: 'Name of the sweep in the catalog; by default one that follows from the settings.',
      helpValue: 'NAME',
      parse: parseName,
    }),
    threads: threadsFlag(),
    'fused-multiply-add': fusedMultiplyAddFlag,
    ...trainerFlags,
  };

  async run(): Promise<SweepResult> {
    const { flags, workspace, progress, signal } = this;
    const request = await this.request();
    const trainer = trainerChoice(flags, this.config.cacheDir);
    const options = { workspace, progress, signal, threads: flags.threads, trainer };
    const { result, firstFailure } = await runSweep(request, options, flags.name);
    this.log(formatSweep(result));
    this.log(`Sweep ${result.sweep}: FROM sweep_results WHERE sweep = '${result.sweep}'`);
    if (firstFailure !== undefined) {
      const failed = result.cells.filter(({ error }) => error !== null);
      progress.warn(
        `${quantity(failed.length, 'training')} of ${result.cells.length} failed, the first with: ${firstFailure.message}`,
      );
      // The table is worth having all the same, so nothing is thrown.
      process.exitCode = firstFailure.exitCode;
    }
    return result;
  }

  private async request(): Promise<SweepRequest> {
    const { dataset, split, model, preset, config, set, seeds, baselines } = this.flags;
    const settings = await resolveSettings({
      ...{ model, preset, file: config },
      environment: process.env,
    });
    return {
      dataset,
      split: this.flags['split-per-seed'] ? null : split,
      ...{ model, preset, seeds },
      base: settings.hyperparameters,
      factors: parseFactors(set, model),
      fusedMultiplyAdd: this.flags['fused-multiply-add'] || undefined,
      baselines: parseBaselines(baselines).baselines,
    };
  }
}
