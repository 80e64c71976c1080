/** Text in lines, for terminals and figures. */

/** `text` in lines that have room; a word that has room nowhere has a line of its own. */
export function wrapWords(text: string, hasRoom: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && hasRoom(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** `text` without control characters, which must not reach a terminal. */
export const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');
