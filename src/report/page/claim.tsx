import type { VNode } from 'preact';

/** What the paper says in section 6, above what we measured. */
export function Claim({ text }: { text: string }): VNode {
  return (
    <blockquote>
      <p>{text}</p>
      <footer>the paper, section 6</footer>
    </blockquote>
  );
}
