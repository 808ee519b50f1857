import type { ComponentChildren, VNode } from 'preact';

/** A term and what is said of it, within a list of such. */
export function Fact({ term, children }: { term: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
