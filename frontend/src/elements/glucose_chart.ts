/** The graph of glucose by measurement time. */

import {
  html,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  svg,
  type TemplateResult,
} from "lit";
import { eventText } from "../core/events";
import { readOut, stepFrom, stops } from "../core/pointer";
import { between, type Series } from "../core/readings";
import {
  AXIS_BOTTOM,
  axisTop,
  linear,
  px,
  type Scale,
  type ValueTick,
  valueTicks,
} from "../core/scale";
import { beyondRuns, linePath, type PointPaths, pointPaths } from "../core/trace";
import { type Tick, timeTicks, type Window } from "../core/window";
import type { Current, LoggedEvent, Thresholds } from "../protocol";
import { Chart, MARGIN } from "./chart_base";
import { eventLane, eventRows, ROW_HEIGHT } from "./event_lane";
import { chartStyles } from "./glucose_chart_styles";

const FEWEST_PIXELS_A_LABEL = 56;

/** All that is drawn of the readings; computed only when they or the size change. */
interface Geometry {
  series: Series;
  events: readonly LoggedEvent[];
  /** The events in rows below the graph. */
  rows: LoggedEvent[][];
  stops: readonly number[];
  x: Scale;
  y: Scale;
  bottom: number;
  valueTicks: ValueTick[];
  timeTicks: Tick[];
  line: string;
  points: PointPaths;
  size: number;
}

export class GlucoseChart extends Chart {
  static override properties: PropertyDeclarations = {
    series: { attribute: false },
    events: { attribute: false },
    live: { attribute: false },
    thresholds: { attribute: false },
    window: { attribute: false },
    graph: { attribute: false },
  };

  declare series: Series;
  declare events: readonly LoggedEvent[];
  /** The current reading where it is of a live source, and so not of the record. */
  declare live: Current | null;
  declare thresholds: Thresholds;
  declare window: Window;
  declare graph: "line" | "points";

  private geometry: Geometry | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.geometry || [...changed.keys()].some((key) => key !== "cursor" && key !== "t")) {
      this.geometry = this.compute();
    }
  }

  private compute(): Geometry {
    const { start, end } = this.window;
    const series = between(this.series, start, end);
    const events = this.events
      .filter((each) => each.time >= start && each.time <= end)
      .sort((one, other) => one.time - other.time);
    const rows = eventRows(events);
    const lane = rows.length * ROW_HEIGHT;
    const bottom = Math.max(MARGIN.top + 10, this.height - MARGIN.bottom - lane);
    const x = linear(
      [start, end],
      [MARGIN.left, Math.max(MARGIN.left + 1, this.width - MARGIN.right)],
    );
    const { low, high, urgent_low: urgent } = this.thresholds;
    const top = axisTop(
      this.live ? [...series.values, this.live.value] : series.values,
      high,
      this.target.high,
    );
    const y = linear([AXIS_BOTTOM, top], [bottom, MARGIN.top]);
    const spacing = x(start + 300) - x(start);
    const size = Math.min(7, Math.max(2.6, spacing * 0.8));
    return {
      series,
      events,
      rows,
      stops: stops(series, events),
      x,
      y,
      bottom,
      valueTicks: valueTicks(
        y,
        [this.target.low, this.target.high],
        [low, high, urgent],
        [300, 400].filter((each) => each < top),
        13,
      ),
      timeTicks: timeTicks(
        this.window,
        this.format,
        Math.max(2, this.width / FEWEST_PIXELS_A_LABEL),
      ),
      line: this.graph === "line" ? linePath(series, x, y) : "",
      points: pointPaths(series, x, y, this.target, size),
      size,
    };
  }

  private get drawn(): Geometry {
    this.geometry ??= this.compute();
    return this.geometry;
  }

  private get reach(): number {
    const { start, end } = this.window;
    // At least half of the pause between two readings, so that no event is out of reach.
    return Math.max(150, (6 * (end - start)) / Math.max(60, this.width));
  }

  protected stops(): readonly number[] {
    return this.drawn.stops;
  }

  protected placeAt(pixel: number): number {
    const { start, end } = this.window;
    const right = this.width - MARGIN.right;
    const time = start + ((pixel - MARGIN.left) / (right - MARGIN.left)) * (end - start);
    return this.readAt(time).value === null ? time : this.readAt(time).time;
  }

  protected pixelAt(place: number): number {
    return this.drawn.x(place);
  }

  protected moved(step: number): number | null {
    return stepFrom(this.drawn.stops, this.cursor, step);
  }

  private readAt(time: number) {
    return readOut(this.drawn.series, this.drawn.events, time, this.reach);
  }

  private words() {
    return { low: this.t("value.low"), high: this.t("value.high") };
  }

  protected spoken(place: number | null): string {
    if (place === null) return this.t("graph.empty");
    const { time, value, events } = this.readAt(place);
    const reading =
      value === null
        ? this.t("graph.no_reading")
        : `${this.format.reading(value, this.unit, this.words())} ${this.unit}`;
    const logged = events.map(
      (each) => `${eventText(each, this.format, this.t)} ${this.format.time(each.time)}`,
    );
    return [`${this.format.time(time, this.window.end)}: ${reading}`, ...logged].join(", ");
  }

  protected label(): string {
    const { values } = this.drawn.series;
    const from = this.format.time(this.window.start, this.window.end);
    const to = this.format.time(this.window.end);
    if (values.length === 0) return this.t("graph.label_empty", { from, to });
    const shown = (value: number) => this.format.reading(value, this.unit, this.words());
    const lowest = values.reduce((one, other) => Math.min(one, other));
    const highest = values.reduce((one, other) => Math.max(one, other));
    return this.t("graph.label", {
      from,
      to,
      lowest: shown(lowest),
      highest: shown(highest),
      unit: this.unit,
    });
  }

  protected readOutBox(place: number): TemplateResult {
    const { time, value, events } = this.readAt(place);
    return html`
      ${
        value === null
          ? html`<div>${this.t("graph.no_reading")}</div>`
          : html`<div>
              <strong>${this.format.reading(value, this.unit, this.words())}</strong> ${this.unit}
            </div>`
      }
      <div>${this.format.time(time, this.window.end)}</div>
      ${events.map(
        (each) =>
          html`<div>${eventText(each, this.format, this.t)} · ${this.format.time(each.time)}</div>`,
      )}
    `;
  }

  protected drawing(): TemplateResult {
    const { y, bottom } = this.drawn;
    const left = MARGIN.left;
    const right = this.width - MARGIN.right;
    const high = px(y(this.target.high));
    const low = px(y(this.target.low));
    return html`<svg
      width=${this.width}
      height=${this.height}
      viewBox="0 0 ${this.width} ${this.height}"
      aria-hidden="true"
    >
      <defs>
        <clipPath id="above"><rect x="0" y="0" width=${this.width} height=${high}></rect></clipPath>
        <clipPath id="within">
          <rect x="0" y=${high} width=${this.width} height=${low - high}></rect>
        </clipPath>
        <clipPath id="below">
          <rect x="0" y=${low} width=${this.width} height=${Math.max(0, bottom - low + 6)}></rect>
        </clipPath>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v6" class="hatch" />
        </pattern>
      </defs>
      ${this.background(left, right, high, low)} ${this.trace()} ${this.beyond()}
      ${eventLane(this.drawn.rows, this.drawn.x, this, this.height - MARGIN.bottom)} ${this.pointer()}
    </svg>`;
  }

  private background(left: number, right: number, high: number, low: number): TemplateResult {
    const { x, y, bottom, valueTicks: values, timeTicks: times } = this.drawn;
    const { thresholds, window } = this;
    const known = px(x(window.known));
    const waiting = right - known;
    const own = [thresholds.low, thresholds.high, thresholds.urgent_low];
    const floor = this.height - MARGIN.bottom;
    const isEmpty = this.drawn.series.times.length === 0 && !this.live;
    return svg`
      <rect class="target" x=${left} y=${high} width=${right - left} height=${low - high} />
      <path class="limit" d="M${left} ${high}H${right}M${left} ${low}H${right}" />
      ${own.map((value, index) => {
        const kind = index === 1 ? "high" : index === 0 ? "low" : "urgent";
        const at = px(y(value));
        return svg`<path class="threshold ${kind}" d="M${left} ${at}H${right}" />`;
      })}
      ${times.map(
        ({ time, label }) => svg`
          <path class="grid" d="M${px(x(time))} ${MARGIN.top}V${floor}" />
          ${
            // A label at the very end would be cut off.
            x(time) > this.width - 24
              ? svg`<text x=${this.width - 2} y=${this.height - 6} text-anchor="end">${label}</text>`
              : svg`<text x=${px(x(time))} y=${this.height - 6} text-anchor="middle">${label}</text>`
          }`,
      )}
      ${values.map(
        ({ value }) =>
          svg`<text x=${left - 5} y=${px(y(value) + 4)} text-anchor="end">${this.format.glucose(value, this.unit)}</text>`,
      )}
      ${
        waiting > 3
          ? svg`<rect class="waiting" x=${known} y=${MARGIN.top} width=${waiting} height=${bottom - MARGIN.top} />
            ${
              waiting > 80
                ? svg`<text x=${known + waiting / 2} y=${bottom - 5} text-anchor="middle">${this.t("graph.waiting")}</text>`
                : nothing
            }`
          : nothing
      }
      ${
        isEmpty
          ? svg`<text class="empty" x=${(left + right) / 2} y=${(MARGIN.top + bottom) / 2} text-anchor="middle">${this.t("graph.empty")}</text>`
          : nothing
      }`;
  }

  private trace(): TemplateResult {
    const { line, points, size, x, y } = this.drawn;
    const { live } = this;
    return svg`
      ${
        line
          ? svg`<defs><path id="trace" d=${line} /></defs>
            <use class="trace above" href="#trace" clip-path="url(#above)" />
            <use class="trace within" href="#trace" clip-path="url(#within)" />
            <use class="trace below" href="#trace" clip-path="url(#below)" />`
          : svg`<path class="dots" stroke-width=${size} d=${points.inRange} />
            <path class="squares" d=${points.high} />
            <path class="triangles" d=${points.low} />`
      }
      ${
        live && live.time >= this.window.start
          ? svg`<circle class="live" r="5" cx=${px(x(live.time))} cy=${px(y(live.value))} />`
          : nothing
      }`;
  }

  /** Write LOW and HIGH where the sensor could not measure how low or high it was. */
  private beyond(): TemplateResult {
    const { series, x, y } = this.drawn;
    const words = this.words();
    let free = 0;
    return svg`${beyondRuns(series).map(({ end, from, to }) => {
      const middle = px(Math.min(this.width - 24, Math.max(MARGIN.left + 16, x((from + to) / 2))));
      if (middle - 18 < free) return nothing;
      free = middle + 18;
      const at = end === "low" ? y(39) + 14 : y(401) - 7;
      return svg`<text class="beyond ${end}" x=${middle} y=${px(at)} text-anchor="middle">${words[end]}</text>`;
    })}`;
  }

  private pointer(): TemplateResult | typeof nothing {
    if (this.cursor === null) return nothing;
    const { time, value } = this.readAt(this.cursor);
    const { x, y } = this.drawn;
    const at = px(x(value === null ? this.cursor : time));
    return svg`<path class="pointer" d="M${at} ${MARGIN.top}V${this.height - MARGIN.bottom}" />
      ${value === null ? nothing : svg`<circle class="pointed" r="5" cx=${at} cy=${px(y(value))} />`}`;
  }

  static override styles = [...Chart.styles, chartStyles];
}
