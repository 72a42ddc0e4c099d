/** A style sheet as text, provided by the build. */
declare module "*.css" {
  const text: string;
  export default text;
}
