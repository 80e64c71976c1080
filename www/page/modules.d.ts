declare module 'virtual:freight/*' {
  /** A file of a freight: its pieces, each base64 of deflated bytes. */
  interface FreightFile {
    name: string;
    pieces: { bytes: number; load: () => Promise<{ default: string }> }[];
  }
  const files: FreightFile[];
  export default files;
}
