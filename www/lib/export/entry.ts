/** What tables are made of. */

import type { Report } from '../types/report';

/** A report with the name it has in a table. */
export interface Entry {
  title: string;
  report: Report;
}
