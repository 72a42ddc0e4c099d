/** Styles that all cards share. */

import { css, unsafeCSS } from "lit";
import { ALARM, DARK, LIGHT, type Palette } from "../core/palette";

function tokens(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, color]) => `--${name}:var(--dexcom-cgm-${name}-color,${color});`)
    .join("");
}

/** Colors as custom properties, which the elements inside a card inherit. */
export const colors = css`
  :host {
    ${unsafeCSS(tokens(LIGHT))}
    --alarm: var(--dexcom-cgm-alarm-color, ${unsafeCSS(ALARM)});
    --text: var(--primary-text-color, #141414);
    --muted: var(--secondary-text-color, #5e5e5e);
    --line: var(--divider-color, rgba(127, 127, 127, 0.3));
    --surface: var(--ha-card-background, var(--card-background-color, #fff));
  }
  :host([dark]) {
    ${unsafeCSS(tokens(DARK))}
    --text: var(--primary-text-color, #e1e1e1);
    --muted: var(--secondary-text-color, #9b9b9b);
    --surface: var(--ha-card-background, var(--card-background-color, #1c1c1c));
  }
`;

/** Black on yellow stripes in any theme, so that a drill cannot be mistaken for a reading. */
export const drill = css`
  .drill {
    padding: 2px 6px;
    border: 2px solid #000;
    border-radius: 4px;
    background: repeating-linear-gradient(
      -45deg,
      #ffd400 0 12px,
      #ffe45c 12px 24px
    );
    color: #000;
  }
  .drill strong {
    font-weight: 800;
    letter-spacing: 0.08em;
  }
`;

export const shared = css`
  :host {
    display: block;
    height: 100%;
    color: var(--text);
    font-size: 14px;
    line-height: 1.4;
  }
  * {
    box-sizing: border-box;
  }
  ha-card {
    display: flex;
    flex-direction: column;
    gap: 12px;
    height: 100%;
    padding: 16px;
    overflow: hidden;
    container-type: inline-size;
  }
  h2,
  p {
    margin: 0;
  }
  h2 {
    font-size: 16px;
    font-weight: 500;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 12px;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--primary-color, #0288d1);
    outline-offset: 2px;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .muted {
    color: var(--muted);
  }
  .note {
    color: var(--muted);
    font-size: 13px;
  }
  .choice {
    display: inline-flex;
    border: 1px solid var(--muted);
    border-radius: 16px;
    overflow: hidden;
  }
  .choice button {
    min-width: 36px;
    height: 30px;
    padding: 0 8px;
    font-size: 13px;
    color: var(--text);
  }
  .choice button:focus-visible {
    outline-offset: -3px;
  }
  .choice button[aria-pressed="true"] {
    background: var(--text);
    color: var(--surface);
    font-weight: 500;
  }
  .problem {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    justify-content: center;
    gap: 8px;
    flex: 1;
    min-height: 96px;
  }
  .problem strong {
    font-weight: 500;
    font-size: 16px;
  }
  .problem button {
    min-height: 32px;
    padding: 0 16px;
    border: 1px solid var(--muted);
    border-radius: 16px;
  }
  svg {
    display: block;
    direction: ltr;
  }
`;
