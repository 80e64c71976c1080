declare module 'virtual:edition' {
  /** What was built; `single`: all of it in one file. */
  const edition: { version: string; day: string; single: boolean };
  export default edition;
}
declare module 'virtual:freight/*' {
  /** A file of a freight: its pieces, each base64 of deflated bytes. */
  interface FreightFile {
    name: string;
    pieces: { bytes: number; load: () => Promise<{ default: string }> }[];
  }
  const files: FreightFile[];
  export default files;
}
