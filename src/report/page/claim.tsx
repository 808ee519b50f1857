import type { VNode } from 'preact';

/** What the paper says in section 6, in our words and not drawn like a quotation, above what we measured. */
export function Claim({ text }: { text: string }): VNode {
  return (
    <p class="claim">
      <b>The paper, in our words:</b> {text}
    </p>
  );
}
