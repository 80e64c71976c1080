/** Files that another page hands over. */
export interface Offer {
  /** Where that page is from. */
  origin: string;
  /** What it calls them; empty if it does not say. */
  title: string;
  files: { file: File; path: string }[];
}
