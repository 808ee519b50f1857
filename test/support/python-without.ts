import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Python in `folder` that is `executable`, but in which `module` cannot be imported. */
export function withoutModule(folder: string, executable: string, module: string): string {
  const site = join(folder, 'site');
  mkdirSync(site);
  writeFileSync(
    join(site, 'sitecustomize.py'),
    `import sys\nclass Hide:\n    def find_spec(self, name, path=None, target=None):\n        if name.split('.')[0] == '${module}':\n            raise ModuleNotFoundError("No module named '${module}'", name=name)\nsys.meta_path.insert(0, Hide())\n`,
  );
  const path = join(folder, 'python');
  writeFileSync(path, `#!/bin/sh\nPYTHONPATH='${site}' exec '${executable}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
