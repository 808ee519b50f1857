import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import { MODEL_NAMES, type ModelName } from '../../config/models.js';
import { PRESET_NAMES, type PresetName } from '../../config/presets.js';
import { UsageError } from '../../errors.js';
import { quantity } from '../../quantity.js';
import { formatKnobs, formatReasons } from '../../presets/format-knobs.js';
import { presetNamesOf } from '../../presets/list-presets.js';
import { isDivergent, presetKnobs, type PresetKnob } from '../../presets/preset-knobs.js';

export interface PresetsShowResult {
  model: ModelName;
  presets: PresetName[];
  /** All knobs; with `--diff` those in which the two presets differ. */
  knobs: PresetKnob[];
  /** Knobs left out because their values agree. */
  numEqual: number;
}

export default class PresetsShow extends BaseCommand<typeof PresetsShow> {
  static override summary = 'Show what presets set the hyper-parameters to, or where two differ.';

  static override description = `Prints every knob of a model with its value in one preset, or in each, and the section of the paper that gives it: "no value" where the section only names the knob, "read otherwise" where preset paper takes something else (docs/decisions.md says why). --diff prints only the knobs in which two presets differ, and why each departs from the paper's text.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> paper',
    '<%= config.bin %> <%= command.id %> --diff paper authors',
    '<%= config.bin %> <%= command.id %> --model vbpr --json',
  ];

  static override args = {
    preset: Args.string({
      description: 'The preset; all of the model when absent.',
      options: [...PRESET_NAMES],
    }),
  };

  static override flags = {
    model: Flags.option({ options: MODEL_NAMES })({
      summary: 'Whose presets.',
      default: 'vasg' as const,
    }),
    diff: Flags.option({ options: PRESET_NAMES, multiple: true })({
      summary: 'Show only what differs between two presets.',
      helpValue: 'A B',
    }),
  };

  async run(): Promise<PresetsShowResult> {
    const { model, diff } = this.flags;
    const presets = this.presets(model);
    const all = presetKnobs(model, presets);
    const knobs = diff === undefined ? all : all.filter(isDivergent);
    const numEqual = all.length - knobs.length;
    if (knobs.length > 0) this.log(formatKnobs(knobs, presets));
    if (diff !== undefined) {
      const verb = knobs.length === 1 ? 'differs' : 'differ';
      this.log(`${quantity(knobs.length, 'knob')} ${verb}, ${numEqual} the same.`);
      for (const line of formatReasons(knobs, presets)) this.log(line);
    }
    return { model, presets, knobs, numEqual };
  }

  private presets(model: ModelName): PresetName[] {
    const preset = this.args.preset as PresetName | undefined;
    const { diff } = this.flags;
    if (diff === undefined) return preset === undefined ? presetNamesOf(model) : [preset];
    if (diff.length === 2 && preset === undefined) return diff;
    throw new UsageError('--diff takes two presets.', {
      suggestions: ['For example: vasg presets show --diff paper authors.'],
    });
  }
}
