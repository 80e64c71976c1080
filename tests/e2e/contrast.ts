/**
 * Marks that cannot be told from what is behind them, for use in the page under forced colours: every text of
 * a chart, every bar, line and mark, against the ground that the system gives. It uses nothing from outside.
 */
export function unreadable(): string[] {
  const probe = document.createElement('span');
  probe.style.forcedColorAdjust = 'none';
  document.body.append(probe);
  const channels = (colour: string): number[] => {
    probe.style.color = colour;
    return (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  };
  const luminance = ([r = 0, g = 0, b = 0]: number[]): number => {
    const [x, y, z] = [r, g, b].map((v) => {
      const s = v / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = luminance(channels(getComputedStyle(document.documentElement).backgroundColor));
  /** Contrast with the ground; null where nothing is painted. */
  const contrast = (paint: string): number | null => {
    if (paint === 'none') return null;
    const all = channels(paint);
    if (all[3] === 0) return null;
    const own = luminance(all);
    return (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
  };
  const found = new Set<string>();
  const marks = 'rect, path, line, circle, text';
  for (const mark of document.querySelectorAll<SVGElement>(`svg :is(${marks})`)) {
    // What is drawn in the colour of the ground on purpose, or faintly, says nothing by itself.
    if (
      !mark.checkVisibility() ||
      mark.closest('.offstage') ||
      mark.matches('.hit, .track, .grid, .halo, .ring')
    )
      continue;
    const { fill, stroke } = getComputedStyle(mark);
    const best = Math.max(contrast(fill) ?? 0, contrast(stroke) ?? 0);
    const wanted = mark.matches('text') ? 4.5 : 3;
    if (best > 0 && best < wanted)
      found.add(`${mark.tagName}.${mark.getAttribute('class')}: ${best.toFixed(1)} (${fill}, ${stroke})`);
  }
  // A choice that is made must not look like one that is not.
  const looks = (e: Element) => {
    const { color, backgroundColor, borderBottomColor, outlineStyle } = getComputedStyle(e);
    return [color, backgroundColor, borderBottomColor, outlineStyle].join();
  };
  for (const made of document.querySelectorAll('[aria-pressed=true], [aria-current]')) {
    const other = [...(made.closest('[role=group], ul, nav')?.querySelectorAll(made.tagName) ?? [])].find(
      (e) => e.className === made.className && !e.matches('[aria-pressed=true], [aria-current]'),
    );
    if (other && looks(other) === looks(made))
      found.add(`not told from others: ${made.outerHTML.slice(0, 120)}`);
  }
  probe.remove();
  return [...found];
}
