/** Reports as tables and text for a paper: pure functions from reports to strings. */

export { answersCsv } from './answers';
export { reproducingCommand } from './command';
export { toCsv } from './csv';
export type { Entry } from './entry';
export { latexText, toLatex } from './latex';
export { methodsParagraph } from './methods';
