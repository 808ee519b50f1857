import { BaseCommand } from '../../base-command.js';
import { listPresets, type PresetEntry } from '../../presets/list-presets.js';
import { textTable } from '../../text-table.js';

export interface PresetsListResult {
  presets: PresetEntry[];
}

export default class PresetsList extends BaseCommand<typeof PresetsList> {
  static override summary = 'List the presets of every model.';

  static override description =
    'A preset is a value for every hyper-parameter of a model. `vasg train --model M --preset P` starts from it; flags, environment and --config change single values.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  async run(): Promise<PresetsListResult> {
    const presets = listPresets();
    const rows = presets.map(({ model, preset, summary }) => [model, preset, summary]);
    this.log(textTable(['model', 'preset', 'what it is'], rows));
    return { presets };
  }
}
