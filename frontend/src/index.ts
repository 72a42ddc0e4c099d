/** Register the cards, the badge and the strategies with Home Assistant's page. */

import { loadTexts, translator } from "./core/texts";
import { Badge } from "./elements/badge";
import { ExportLinks } from "./elements/export_links";
import { suggestion } from "./elements/forms";
import { GlucoseCard } from "./elements/glucose_card";
import { GlucoseChart } from "./elements/glucose_chart";
import { ProfileCard } from "./elements/profile_card";
import { ProfileChart } from "./elements/profile_chart";
import { RangeCard } from "./elements/range_card";
import { DashboardStrategy, SectionStrategy, StrategyEditor } from "./elements/strategies";
import { pageHass } from "./ha";

const ELEMENTS: Record<string, CustomElementConstructor> = {
  "dexcom-cgm-glucose-chart": GlucoseChart,
  "dexcom-cgm-profile-chart": ProfileChart,
  "dexcom-cgm-glucose-card": GlucoseCard,
  "dexcom-cgm-range-card": RangeCard,
  "dexcom-cgm-profile-card": ProfileCard,
  "dexcom-cgm-badge": Badge,
  "dexcom-cgm-export": ExportLinks,
  "dexcom-cgm-strategy-editor": StrategyEditor,
  "ll-strategy-dashboard-dexcom-cgm": DashboardStrategy,
  "ll-strategy-section-dexcom-cgm": SectionStrategy,
};

// A page can load the file twice, under the addresses of two versions.
for (const [name, element] of Object.entries(ELEMENTS)) {
  if (!customElements.get(name)) customElements.define(name, element);
}

interface PickerEntry {
  type: string;
  [key: string]: unknown;
}

type Pickers = Partial<Record<"customCards" | "customBadges" | "customStrategies", PickerEntry[]>>;

/** Add an entry to one of Home Assistant's pickers, in the language of the user. */
function offer(picker: keyof Pickers, entry: PickerEntry, key: string): void {
  const pickers = window as Pickers;
  pickers[picker] ??= [];
  const isThere = pickers[picker].some(
    (each) => each.type === entry.type && each.strategyType === entry.strategyType,
  );
  if (isThere) return;
  pickers[picker].push({
    ...entry,
    get name() {
      return translator(pageHass()?.localize)(`${key}.name`);
    },
    get description() {
      return translator(pageHass()?.localize)(`${key}.description`);
    },
  });
}

for (const kind of ["glucose", "range", "profile"]) {
  const type = `dexcom-cgm-${kind}-card`;
  const entry = { type, preview: true, getEntitySuggestion: suggestion(type) };
  offer("customCards", entry, `picker.${kind}`);
}
const badge = "dexcom-cgm-badge";
offer(
  "customBadges",
  { type: badge, preview: true, getEntitySuggestion: suggestion(badge) },
  "picker.badge",
);
for (const strategyType of ["dashboard", "section"]) {
  offer("customStrategies", { type: "dexcom-cgm", strategyType }, `picker.${strategyType}`);
}

const hass = pageHass();
if (hass) void loadTexts(hass);
