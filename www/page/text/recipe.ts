/** A recipe's own description, the first words of its script, as prose and code. */

export interface Block {
  code: boolean;
  text: string;
}

/** Paragraphs and indented blocks of a script's docstring, after its first line. */
export function described(script: string): Block[] {
  const body = /^"""[^\n]*\n\n(.*?)"""/s.exec(script)?.[1] ?? '';
  return body
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const code = block.split('\n').every((line) => line.startsWith('    '));
      return {
        code,
        text: code ? block.replace(/^ {4}/gm, '').trimEnd() : block.replace(/\s+/g, ' ').trim(),
      };
    });
}
