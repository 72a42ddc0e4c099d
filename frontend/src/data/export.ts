/** The report and the CSV files of an account: addresses that the server signs for some minutes. */

import type { HomeAssistant } from "../ha";

export const FORMATS = ["html", "readings_csv", "events_csv"] as const;
export type ExportFormat = (typeof FORMATS)[number];

/** Whose data to export, and of which window. */
export interface Export {
  entity: string;
  days: number;
  targets: string | undefined;
}

/** Ask the server for the address of a report or a file, in the language of the user. */
export async function exportUrl(
  hass: HomeAssistant,
  { entity, days, targets }: Export,
  format: ExportFormat,
): Promise<string> {
  const { number_format, time_format, date_format, first_weekday } = hass.locale;
  const { url } = await hass.connection.sendMessagePromise<{ url: string }>({
    type: "dexcom_cgm/report_url",
    entity_id: entity,
    days,
    ...(targets ? { targets } : {}),
    language: hass.language,
    locale: { number_format, time_format, date_format, first_weekday },
    format,
    download: format !== "html",
  });
  return hass.hassUrl(url);
}
