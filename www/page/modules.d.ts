declare module 'virtual:sample/*' {
  /** A sample file, deflated, in base64. */
  const packed: string;
  export default packed;
}
