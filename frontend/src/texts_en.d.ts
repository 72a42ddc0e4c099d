/** The English texts of the integration's category `config_panel`, provided by the build. */
declare module "texts:en" {
  export interface Texts {
    readonly [key: string]: string | Texts;
  }
  const texts: Texts;
  export default texts;
}
