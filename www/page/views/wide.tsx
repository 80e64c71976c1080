/** A table that may be wider than its place: then it scrolls by itself, and by keys. */

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props {
  /** What is in it. */
  name: string;
  class?: string;
  children: ComponentChildren;
}

export function Wide({ name, class: more = '', children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [wide, setWide] = useState(false);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setWide(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(measure);
    for (const each of [element, ...element.children]) observer.observe(each);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} class={`scroll ${more}`} role="region" aria-label={name} tabIndex={wide ? 0 : undefined}>
      {children}
    </div>
  );
}
