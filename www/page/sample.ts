/** The emoji example: its three files, inside the script, since the page may not fetch. */

import image from 'virtual:sample/emoji/image_layer6.npy';
import label from 'virtual:sample/emoji/label.npy';
import text from 'virtual:sample/emoji/text.npy';
import { base64ToUint8Array } from 'uint8array-extras';

async function unpack(packed: string, name: string): Promise<File> {
  const bytes = base64ToUint8Array(packed);
  const plain = await new Response(
    new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')),
  ).arrayBuffer();
  return new File([plain], name);
}

export const emoji = (): Promise<File[]> =>
  Promise.all([unpack(image, 'image_layer6.npy'), unpack(text, 'text.npy'), unpack(label, 'label.npy')]);
