import type { ComponentChildren, VNode } from 'preact';

/** A figure's title and what to know about it. */
export function Caption({
  title,
  children,
}: {
  title: string;
  children: ComponentChildren;
}): VNode {
  return (
    <>
      <b>{title}.</b> {children}
    </>
  );
}
