/** More files beside those that are here. */

import { useApp } from './app-context';

export function AddMore() {
  const { actions } = useApp();
  return (
    <span class="acts">
      <span class="wide">
        <button type="button" onClick={() => actions.choose('folder')}>
          Add a folder
        </button>
      </span>
      <button type="button" onClick={() => actions.choose('files')}>
        Add files
      </button>
    </span>
  );
}
