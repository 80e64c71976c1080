/** A dialog with its name and Close, open as long as it is drawn; what is done in it is confirmed in it. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface DialogProps {
  name: string;
  onClose: () => void;
  class?: string;
  children: ComponentChildren;
}

export function Dialog({ name, onClose, class: more = '', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class={`panel ${more}`} aria-label={name} onClose={onClose}>
      <div class="row between middle">
        <p class="t-l">
          <b>{name}</b>
        </p>
        <button type="button" class="outline" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      {children}
    </dialog>
  );
}
