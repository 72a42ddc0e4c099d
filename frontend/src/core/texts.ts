/** The texts of the cards, from the integration's translations. */

import english, { type Texts } from "texts:en";
import { DOMAIN, type HomeAssistant, type Localize } from "../ha";

const PREFIX = `component.${DOMAIN}.config_panel.`;

/** Returns the text of a key, with its placeholders filled. */
export type Translate = (key: string, values?: Record<string, string>) => string;

const loaded = new WeakMap<object, Map<string, Promise<Localize | undefined>>>();

/** Load the texts of the user's language once for a connection. */
export function loadTexts(hass: HomeAssistant): Promise<Localize | undefined> {
  let languages = loaded.get(hass.connection);
  if (!languages) {
    languages = new Map();
    loaded.set(hass.connection, languages);
  }
  let texts = languages.get(hass.language);
  if (!texts) {
    texts = hass.loadBackendTranslation("config_panel", DOMAIN).catch(() => {
      // English is shown; the next card that is added tries again.
      languages.delete(hass.language);
      return undefined;
    });
    languages.set(hass.language, texts);
  }
  return texts;
}

/** Return the translate function of a localize function; English where a text is missing. */
export function translator(localize: Localize | undefined): Translate {
  return (key, values) => localize?.(PREFIX + key, values) || inEnglish(key, values);
}

function inEnglish(key: string, values: Record<string, string> = {}): string {
  let found: string | Texts | undefined = english;
  for (const part of key.split(".")) {
    found = typeof found === "object" ? found[part] : undefined;
  }
  return typeof found === "string" ? filled(found, values) : key;
}

function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
}

/** Return the translate function of texts by their keys, such as "bands.low". */
export function translatorOf(texts: Readonly<Record<string, string>>): Translate {
  return (key, values = {}) => filled(texts[key] ?? key, values);
}
