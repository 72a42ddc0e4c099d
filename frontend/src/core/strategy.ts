/** The views and sections that the strategies build. */

import type { HomeAssistant } from "../ha";
import { type Account, accountOf, accountsOf } from "./accounts";
import type { Translate } from "./texts";

export interface StrategyConfig {
  type?: string;
  /** An entity of the account to show; all accounts where it is not given. */
  entity?: string;
}

type Config = Record<string, unknown>;

const card = (kind: string, { entity, name }: Account, options: Config = {}): Config => ({
  type: `custom:dexcom-cgm-${kind}`,
  entity,
  ...(name ? { name } : {}),
  ...options,
});

function chosen(config: StrategyConfig, hass: HomeAssistant): Account[] {
  if (!config.entity) return accountsOf(hass);
  return [accountOf(hass, config.entity) ?? { entity: config.entity, name: "" }];
}

const nothingYet = (t: Translate): Config => ({
  type: "markdown",
  content: t("strategy.no_account"),
});

/** Build a section with the cards of the account, or of all accounts. */
export function section(config: StrategyConfig, hass: HomeAssistant, t: Translate): Config {
  const accounts = chosen(config, hass);
  const cards = accounts.flatMap((account) => [
    ...(accounts.length > 1 ? [{ type: "heading", heading: account.name }] : []),
    card("glucose-card", account),
    card("range-card", account),
    card("profile-card", account),
  ]);
  return { type: "grid", cards: cards.length > 0 ? cards : [nothingYet(t)] };
}

/** Build a dashboard with one view for each account. */
export function dashboard(config: StrategyConfig, hass: HomeAssistant, t: Translate): Config {
  const accounts = chosen(config, hass);
  if (accounts.length === 0) {
    return {
      title: t("strategy.name"),
      views: [{ title: t("strategy.name"), cards: [nothingYet(t)] }],
    };
  }
  const several = accounts.length > 1;
  const views = accounts.map((account, index) => ({
    title: account.name || t("strategy.name"),
    path: several ? `glucose-${index + 1}` : "glucose",
    type: "sections",
    max_columns: 3,
    badges: [...accounts.map((each) => card("badge", each)), card("export", account)],
    sections: [
      {
        type: "grid",
        cards: [card("glucose-card", account, { grid_options: { columns: 12, rows: 7 } })],
      },
      { type: "grid", cards: [card("range-card", account)] },
      {
        type: "grid",
        cards: [card("profile-card", account, { grid_options: { columns: 12, rows: 7 } })],
      },
    ],
  }));
  return { title: t("strategy.name"), views };
}
