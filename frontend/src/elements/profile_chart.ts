/** The glucose profile by time of day. */

import {
  css,
  html,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  svg,
  type TemplateResult,
} from "lit";
import { leftToRight } from "../core/format";
import { bandPath, binAt, dailyPath, FEWEST_DAYS, medianPath, wrapped } from "../core/profile";
import {
  AXIS_BOTTOM,
  axisTop,
  linear,
  px,
  type Scale,
  type ValueTick,
  valueTicks,
} from "../core/scale";
import type { DailyLine, ProfileBin } from "../protocol";
import { Chart, MARGIN } from "./chart_base";

const DAY = 24 * 60;

interface Geometry {
  x: Scale;
  y: Scale;
  bottom: number;
  valueTicks: ValueTick[];
  outer: string;
  inner: string;
  median: string;
  thinMedian: string;
  daily: string[];
}

export class ProfileChart extends Chart {
  static override properties: PropertyDeclarations = {
    bins: { attribute: false },
    daily: { attribute: false },
  };

  declare bins: readonly ProfileBin[];
  declare daily: readonly DailyLine[];

  private geometry: Geometry | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.geometry || [...changed.keys()].some((key) => key !== "cursor" && key !== "t")) {
      this.geometry = this.compute();
    }
  }

  private compute(): Geometry {
    const bottom = Math.max(MARGIN.top + 10, this.height - MARGIN.bottom);
    const x = linear([0, DAY], [MARGIN.left, Math.max(MARGIN.left + 1, this.width - MARGIN.right)]);
    const values = [
      ...this.bins.map((bin) => bin.p95 ?? 0),
      ...this.daily.flatMap((line) => line.value),
    ];
    const top = axisTop(values, this.target.high);
    const y = linear([AXIS_BOTTOM, top], [bottom, MARGIN.top]);
    const bins = wrapped(this.bins);
    return {
      x,
      y,
      bottom,
      valueTicks: valueTicks(
        y,
        [this.target.low, this.target.high],
        [],
        [250, 300, 350, 400].filter((each) => each < top),
        13,
      ),
      outer: bandPath(bins, "p5", "p95", x, y),
      inner: bandPath(bins, "p25", "p75", x, y),
      median: medianPath(bins, true, x, y),
      thinMedian: medianPath(bins, false, x, y),
      daily: this.daily.map((line) => dailyPath(line, x, y)),
    };
  }

  private get drawn(): Geometry {
    this.geometry ??= this.compute();
    return this.geometry;
  }

  protected stops(): readonly number[] {
    return this.bins.map((bin) => bin.center);
  }

  protected placeAt(pixel: number): number {
    const right = this.width - MARGIN.right;
    const minute = ((pixel - MARGIN.left) / (right - MARGIN.left)) * DAY;
    return this.bins[binAt(this.bins, minute)]?.center ?? minute;
  }

  protected pixelAt(place: number): number {
    return this.drawn.x(place);
  }

  protected moved(step: number): number | null {
    const last = this.bins.length - 1;
    if (last < 0) return null;
    const from = this.cursor === null ? -Math.sign(step) : binAt(this.bins, this.cursor);
    return this.bins[Math.min(last, Math.max(0, from + step))]?.center ?? null;
  }

  private lines(place: number): string[] {
    const bin = this.bins[binAt(this.bins, place)];
    if (!bin || bin.p50 === null) return [this.t("graph.no_reading")];
    const { format, unit, t } = this;
    const shown = (value: number | null) =>
      format.reading(value ?? 0, unit, { low: t("value.low"), high: t("value.high") });
    const lines = [`${t("profile.median")}: ${shown(bin.p50)} ${unit}`];
    if (bin.days >= FEWEST_DAYS) {
      lines.push(
        leftToRight(`${format.percents(25, 75)}: ${shown(bin.p25)}–${shown(bin.p75)}`),
        leftToRight(`${format.percents(5, 95)}: ${shown(bin.p5)}–${shown(bin.p95)}`),
      );
    }
    lines.push(t("profile.of_days", { days: format.count(bin.days, "day", "long") }));
    return lines;
  }

  private times(place: number): string {
    const bin = this.bins[binAt(this.bins, place)];
    const minute = bin?.minute ?? place;
    const width = DAY / Math.max(1, this.bins.length);
    return `${this.format.clock(minute)}–${this.format.clock((minute + width) % DAY)}`;
  }

  protected spoken(place: number | null): string {
    return place === null
      ? this.t("graph.empty")
      : [this.times(place), ...this.lines(place)].join(", ");
  }

  protected label(): string {
    return this.t("profile.label");
  }

  protected readOutBox(place: number): TemplateResult {
    const [first, ...rest] = this.lines(place);
    return html`<div><strong>${first}</strong></div>
      ${rest.map((line) => html`<div>${line}</div>`)}
      <div>${this.times(place)}</div>`;
  }

  protected drawing(): TemplateResult {
    const {
      x,
      y,
      bottom,
      valueTicks: values,
      outer,
      inner,
      median,
      thinMedian,
      daily,
    } = this.drawn;
    const left = MARGIN.left;
    const right = this.width - MARGIN.right;
    const high = px(y(this.target.high));
    const low = px(y(this.target.low));
    const step = this.width < 280 ? 12 : this.width < 420 ? 6 : 3;
    const hours = Array.from({ length: 24 / step + 1 }, (_, index) => index * step);
    return html`<svg
      width=${this.width}
      height=${this.height}
      viewBox="0 0 ${this.width} ${this.height}"
      aria-hidden="true"
    >
      <defs>
        <clipPath id="day">
          <rect x=${left} y="0" width=${right - left} height=${this.height}></rect>
        </clipPath>
      </defs>
      <rect class="target" x=${left} y=${high} width=${right - left} height=${low - high}></rect>
      ${hours.map(
        (hour) => svg`<path class="grid" d="M${px(x(hour * 60))} ${MARGIN.top}V${bottom}" />
          <text x=${px(x(hour * 60))} y=${this.height - 6}
            text-anchor=${hour === 0 ? "start" : hour === 24 ? "end" : "middle"}>${this.format.clock((hour % 24) * 60, true)}</text>`,
      )}
      ${values.map(
        ({ value }) =>
          svg`<text x=${left - 5} y=${px(y(value) + 4)} text-anchor="end">${this.format.glucose(value, this.unit)}</text>`,
      )}
      <g clip-path="url(#day)">
        <path class="outer" d=${outer}></path>
        <path class="inner" d=${inner}></path>
        ${daily.map((path) => svg`<path class="daily" d=${path} />`)}
        <path class="limit" d="M${left} ${high}H${right}M${left} ${low}H${right}"></path>
        <path class="median" d=${median}></path>
        <path class="median thin" d=${thinMedian}></path>
      </g>
      ${this.pointer()}
    </svg>`;
  }

  private pointer(): TemplateResult | typeof nothing {
    if (this.cursor === null) return nothing;
    const { x, y, bottom } = this.drawn;
    const at = px(x(this.cursor));
    const median = this.bins[binAt(this.bins, this.cursor)]?.p50 ?? null;
    return svg`<path class="pointer" d="M${at} ${MARGIN.top}V${bottom}" />
      ${median === null ? nothing : svg`<circle class="pointed" r="5" cx=${at} cy=${px(y(median))} />`}`;
  }

  static override styles = [
    ...Chart.styles,
    css`
      .outer {
        fill: var(--band);
        fill-opacity: 0.18;
        stroke: var(--band);
        stroke-width: 1;
        stroke-dasharray: 3 3;
      }
      .inner {
        fill: var(--band);
        fill-opacity: 0.38;
      }
      .median {
        fill: none;
        stroke: var(--band);
        stroke-width: 3;
        stroke-linejoin: round;
        stroke-linecap: round;
      }
      .median.thin {
        stroke-width: 2;
        stroke-dasharray: 1 5;
      }
      .daily {
        fill: none;
        stroke: var(--text);
        stroke-width: 1;
        opacity: 0.28;
      }
    `,
  ];
}
