/** What was found about one requirement. */
export interface Finding {
  name: string;
  /** `note` is worth knowing, but nothing that we need is missing. */
  status: 'ok' | 'note' | 'failed';
  detail: string;
  /** What to do about it. */
  fix?: string;
}

export const ok = (name: string, detail: string): Finding => ({ name, status: 'ok', detail });

export const note = (name: string, detail: string): Finding => ({ name, status: 'note', detail });

export const failed = (name: string, detail: string, fix: string): Finding => ({
  name,
  status: 'failed',
  detail,
  fix,
});

/** A finding about an exception; an error of ours brings its own advice. */
export function failedWith(name: string, error: unknown, fix: string): Finding {
  const suggestions = (error as { suggestions?: string[] }).suggestions ?? [];
  const detail = error instanceof Error ? error.message : String(error);
  return failed(name, detail, suggestions[0] ?? fix);
}
