/** The numbers by which the engine decides: its own, by `npm run generate`. */

export { RULES } from '../generated/constants';
export type { Rules } from '../generated/types';
