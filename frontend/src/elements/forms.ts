/** The visual editors of the cards: their fields, labels and first configuration. */

import { accountOf, accountsOf } from "../core/accounts";
import { translator } from "../core/texts";
import { DOMAIN, type HomeAssistant, type Localize } from "../ha";

export interface Field {
  name: string;
  required?: boolean;
  default?: unknown;
  selector: Record<string, unknown>;
}

export const entityField: Field = {
  name: "entity",
  required: true,
  selector: { entity: { filter: [{ integration: DOMAIN, domain: "sensor" }] } },
};

export const nameField: Field = { name: "name", selector: { text: {} } };

/** Return a field with a choice of values, whose texts are `form.<name>_<value>`. */
export function choiceField(
  localize: Localize | undefined,
  name: string,
  values: readonly (string | number)[],
  fallback: string | number,
): Field {
  const t = translator(localize);
  return {
    name,
    default: `${fallback}`,
    selector: {
      select: {
        mode: "dropdown",
        options: values.map((value) => ({
          value: `${value}`,
          label: t(`form.${name}_${value}`),
        })),
      },
    },
  };
}

export function form(schema: Field[]) {
  return {
    schema,
    computeLabel: (field: Field, localize: Localize) => translator(localize)(`form.${field.name}`),
  };
}

/** Return the entity of the first account, for a new card. */
export function stubEntity(hass: HomeAssistant): string {
  return accountsOf(hass)[0]?.entity ?? "";
}

/** Return a card's configuration for an entity, null where it is none of ours. */
export function suggestion(type: string) {
  return (hass: HomeAssistant, entityId: string) => {
    if (hass.entities[entityId]?.platform !== DOMAIN) return null;
    const entity = accountOf(hass, entityId)?.entity ?? entityId;
    return { config: { type: `custom:${type}`, entity } };
  };
}

/** Return a number of a configuration, which the visual editor keeps as text. */
export function choice<T extends number>(
  value: unknown,
  values: readonly T[],
  fallback: T,
  name: string,
): T {
  if (value === undefined || value === "") return fallback;
  const found = values.find((each) => each === Number(value));
  if (found === undefined) throw new Error(`${name}: ${values.join(", ")}`);
  return found;
}
