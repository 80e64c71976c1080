/** Files that another page hands over: taken only when the reader says so. */

import { bytes } from '../text/format';
import { useApp } from './app-context';

export function OfferPanel() {
  const { state, actions } = useApp();
  const offer = state.offer.value;
  if (!offer) return null;
  return (
    <>
      <p class="gap-16">
        <b>{offer.origin}</b> hands over {offer.files.length === 1 ? 'a file' : `${offer.files.length} files`}
        {offer.title && <>: {offer.title}</>}. They stay in this tab; nothing is sent back.
      </p>
      <ul class="gap-8">
        {offer.files.map(({ file, path }) => (
          <li key={path}>
            {path}, {bytes(file.size)}
          </li>
        ))}
      </ul>
      <p class="acts gap-16">
        <button type="button" class="primary" onClick={actions.takeOffer}>
          Take them
        </button>
        <button type="button" class="outline" onClick={actions.refuseOffer}>
          Refuse
        </button>
      </p>
    </>
  );
}
