/** Styles of the glucose chart. */

import { css } from "lit";

export const chartStyles = css`
  .threshold {
    fill: none;
    stroke-width: 1.5;
    stroke-dasharray: 5 4;
    stroke: var(--low);
  }
  .threshold.urgent {
    stroke-dasharray: 2 3;
  }
  .threshold.high {
    stroke: var(--high);
  }
  .hatch {
    stroke: var(--line);
    stroke-width: 2;
  }
  .waiting {
    fill: url(#hatch);
  }
  .trace {
    fill: none;
    stroke-width: 2.5;
    stroke-linejoin: round;
    stroke-linecap: round;
    stroke: var(--in-range);
  }
  .trace.above {
    stroke: var(--high);
  }
  .trace.below {
    stroke: var(--low);
    stroke-width: 4.5;
  }
  .dots {
    fill: none;
    stroke: var(--in-range);
    stroke-linecap: round;
  }
  .squares {
    fill: var(--high);
  }
  .triangles {
    fill: var(--low);
  }
  .live {
    fill: var(--surface);
    stroke: var(--text);
    stroke-width: 2.5;
  }
  .beyond {
    font-weight: 700;
    fill: var(--low);
    paint-order: stroke;
    stroke: var(--surface);
    stroke-width: 3px;
  }
  .beyond.high {
    fill: var(--high);
  }
  .empty {
    font-size: 14px;
    paint-order: stroke;
    stroke: var(--surface);
    stroke-width: 4px;
  }
  .event {
    fill: var(--text);
  }
  .long_acting_insulin {
    fill: var(--surface);
    stroke: var(--text);
    stroke-width: 2;
  }
  .amount {
    fill: var(--text);
  }
`;
