import { access, constants, stat } from 'node:fs/promises';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its symbolic links go in a circle',
};

/**
 * Why a file cannot be read, for people; undefined when it can. Asked before it is opened, because opening a pipe
 * waits for a writer who may never come.
 */
export async function whyUnreadable(file: string): Promise<string | undefined> {
  try {
    const facts = await stat(file);
    if (facts.isDirectory()) return 'it is a folder';
    if (!facts.isFile()) return 'it is not a regular file';
    await access(file, constants.R_OK);
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return REASONS[code ?? ''] ?? message;
  }
}
