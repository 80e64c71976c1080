/**
 * The answer in a notebook cell, for anywidget: `x1`, `x2`, `y`, `z`, `options` in, `report` and `error` out.
 */
declare const widget: {
  /** Draws into `el`; gives what ends it. */
  render(context: {
    model: {
      get(key: string): unknown;
      set(key: string, value: unknown): void;
      save_changes(): void;
      on(event: string, listener: () => void): void;
      off(event: string, listener: () => void): void;
    };
    el: HTMLElement;
  }): () => void;
};
export default widget;
