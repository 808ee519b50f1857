import path from 'node:path';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
import { experimentName } from '../experiments/reproduce/experiment-name.js';
import { readOverrides } from '../experiments/reproduce/overrides.js';
import { DEFAULT_SECTIONS, SECTIONS } from '../experiments/reproduce/paper.js';
import { reproduce } from '../experiments/reproduce/reproduce.js';
import type { Reproduction } from '../experiments/reproduce/reproduction.js';
import type { RawChoice } from '../experiments/reproduce/shops/raw-folder.js';
import { tryOutput, writeReproduction } from '../experiments/reproduce/write-reproduction.js';
import { datasetFlag, fusedMultiplyAddFlag, seedsFlag, threadsFlag } from '../flags/flags.js';
import { CATEGORY_RULES } from '../sources/category-rule.js';
import { trainerChoice, trainerFlags } from '../flags/trainer-flags.js';

export type { Reproduction };

export default class Reproduce extends BaseCommand<typeof Reproduce> {
  static override summary = 'Reproduce every table and figure of the paper.';

  static override description = `Runs the whole pipeline on each data set with each seed, for VASG as the paper's text, the authors' public code and we ourselves have it, and for every baseline; then Tables 1 to 3, Figures 2 to 5 and the numbers of sections 5 and 6, each beside what the paper prints; and at last how far our own model is ahead of everybody. What each of its departures from the paper is worth is measured only when asked for, by --section ablations. Writes reproduction.json, reproduction.md and report.html.

Data: data sets of the workspace (--dataset), raw files (--raw), or, when neither is given, a synthetic shop, whose numbers cannot be compared with the paper's.

Raw files are either a collection as Amazon 2014 is published, in one folder: reviews_*.json.gz or ratings_*.csv, image_features_*.b and meta_*.json.gz, whose categories tell which products are of Women, Men, Shoes and Jewelry; or the files of each category in a subfolder women, men, shoes or jewelry, where metadata is used if it is there. A folder called images beside them has photos. The data sets are called women, men, ..., with --category-rule authors women-authors, men-authors and shoes-authors.

Takes hours with five seeds on a CPU. Kill it at any moment and give the same command again: it goes on and ends with the same numbers (on a CPU). With --quick, --config or --category-rule authors it is a reproduction of its own, which leaves the results of others alone; data sets, seeds and sections add to one that is there. A step that fails is noted and the others go on; the command then ends with the exit code of the first failure.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --quick',
    '<%= config.bin %> <%= command.id %> --raw amazon-2014 --seeds 1-3',
    '<%= config.bin %> <%= command.id %> --dataset shop --quick --section tables --json',
    '<%= config.bin %> <%= command.id %> --dataset shop --section quality --section ablations',
  ];

  static override flags = {
    dataset: datasetFlag({
      summary: 'Data set of the workspace; may be given several times.',
      multiple: true,
      multipleNonGreedy: true,
    }),
    raw: Flags.directory({
      summary: 'Folder with raw files: of a collection, or of each category in a subfolder.',
      helpValue: 'DIR',
    }),
    'category-rule': Flags.option({ options: CATEGORY_RULES })({
      summary:
        "Which products of the raw files a category has: any that has the label, or as in the authors' code the last of Women, Men, Shoes; they also require 9 products of a user of Women, not 5.",
      dependsOn: ['raw'],
    }),
    quick: Flags.boolean({
      default: false,
      summary:
        'One seed, fewer levels in section 6, smaller samples, shorter trainings on large shops.',
    }),
    seeds: seedsFlag({
      summary:
        'Seeds of the splits and trainings, separated by commas; 1-5 for all from 1 to 5, which is the default. With --quick it is 1.',
    }),
    section: Flags.option({
      options: SECTIONS,
      multiple: true,
      multipleNonGreedy: true,
    })({
      summary:
        'Do this part only: tables (section 4), embeddings (5), sensitivity (6), quality, which holds preset default against everybody else and peers, or ablations, which holds it against itself with one thing changed at a time and is done only when asked for; may be given several times.',
    }),
    config: Flags.file({
      summary:
        'JSON file with other hyper-parameters than those of the presets, by model for all its presets, or by model and preset, which counts more: {"vasg": {"maxSteps": 100}, "vasg-paper": {"encoderEpochs": 2}}.',
      helpValue: 'FILE',
    }),
    output: Flags.directory({
      char: 'o',
      summary:
        'Folder for the results; by default in the workspace: reproduction, reproduction-quick with --quick, and so on with --category-rule authors, --fused-multiply-add and --config.',
      helpValue: 'DIR',
    }),
    threads: threadsFlag(),
    'fused-multiply-add': fusedMultiplyAddFlag,
    ...trainerFlags,
  };

  async run(): Promise<Reproduction> {
    const { flags, workspace, progress, signal } = this;
    const { dataset: datasets = [], quick, seeds, section, config, threads } = flags;
    const trainer = trainerChoice(flags, this.config.cacheDir);
    const overrides = config === undefined ? {} : await readOverrides(config);
    const raw = this.raw();
    const kind = {
      quick,
      raw,
      overrides,
      fusedMultiplyAdd: flags['fused-multiply-add'] || undefined,
    };
    const output = flags.output ?? path.join(workspace, experimentName(kind));
    tryOutput(output);
    const { reproduction, firstFailure } = await reproduce(
      {
        ...kind,
        ...{ datasets, seeds },
        sections: section ?? DEFAULT_SECTIONS,
        overridesFile: config,
      },
      { workspace, progress, signal, threads, trainer },
    );
    const files = await writeReproduction(reproduction, output);
    for (const note of reproduction.notes) progress.warn(note);
    this.log(`Tables: ${files.markdown}`);
    this.log(`Report: ${files.report}`);
    this.log(`Every number: ${files.json}`);
    // The results are worth having all the same, so nothing is thrown.
    if (firstFailure !== undefined) process.exitCode = firstFailure.exitCode;
    return reproduction;
  }

  private raw(): RawChoice | undefined {
    const { raw: folder, 'category-rule': rule } = this.flags;
    return folder === undefined ? undefined : { folder, rule };
  }
}
