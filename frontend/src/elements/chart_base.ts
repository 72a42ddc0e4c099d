/** What both graphs share: their size in pixels, and the pointer by mouse, touch and keyboard. */

import {
  css,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import type { Formatter } from "../core/format";
import type { Translate } from "../core/texts";
import type { Target, Unit } from "../protocol";

export const MARGIN = { left: 34, right: 8, top: 8, bottom: 20 };

export abstract class Chart extends LitElement {
  static override properties: PropertyDeclarations = {
    unit: { attribute: false },
    target: { attribute: false },
    format: { attribute: false },
    t: { attribute: false },
    width: { state: true },
    height: { state: true },
    cursor: { state: true },
  };

  declare unit: Unit;
  declare target: Target;
  declare format: Formatter;
  declare t: Translate;
  declare protected width: number;
  declare protected height: number;
  /** Where the pointer is, in the domain of the horizontal axis. */
  declare protected cursor: number | null;

  private sizes: ResizeObserver | undefined;

  constructor() {
    super();
    this.width = 0;
    this.height = 0;
    this.cursor = null;
  }

  /** Places at which the pointer can stop, ascending. */
  protected abstract stops(): readonly number[];
  /** Return the place in the domain at a horizontal pixel. */
  protected abstract placeAt(pixel: number): number;
  /** Return the horizontal pixel of a place. */
  protected abstract pixelAt(place: number): number;
  /** Return the stop `step` places away. */
  protected abstract moved(step: number): number | null;
  /** Put what is at a place into words. */
  protected abstract spoken(place: number | null): string;
  protected abstract label(): string;
  protected abstract drawing(): TemplateResult;
  protected abstract readOutBox(place: number): TemplateResult;

  override connectedCallback(): void {
    super.connectedCallback();
    if (typeof ResizeObserver === "undefined") return;
    this.sizes = new ResizeObserver(([entry]) => {
      if (!entry) return;
      this.width = Math.round(entry.contentRect.width);
      this.height = Math.round(entry.contentRect.height);
    });
    this.sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes?.disconnect();
  }

  protected override render(): TemplateResult | typeof nothing {
    const stops = this.stops();
    const at = this.cursor ?? stops.at(-1) ?? null;
    const index = at === null ? 0 : stops.filter((each) => each <= at).length - 1;
    return html`
      ${this.width > 0 && this.height > 0 ? this.drawing() : nothing}
      <div
        class="surface"
        role="slider"
        tabindex="0"
        aria-label=${this.label()}
        aria-valuemin="0"
        aria-valuemax=${Math.max(0, stops.length - 1)}
        aria-valuenow=${Math.max(0, index)}
        aria-valuetext=${this.spoken(at)}
        @pointermove=${this.pointed}
        @pointerdown=${this.pointed}
        @pointerleave=${this.left}
        @keydown=${this.keyed}
        @blur=${this.clear}
      ></div>
      ${this.cursor === null || this.width === 0 ? nothing : this.placed(this.cursor)}
    `;
  }

  /** Place the read-out beside the pointer, within the graph. */
  private placed(place: number): TemplateResult {
    const pixel = this.pixelAt(place);
    const toLeft = pixel > this.width / 2;
    const offset = toLeft ? this.width - pixel + 10 : pixel + 10;
    return html`<div class="read-out" style="${toLeft ? "right" : "left"}:${Math.round(offset)}px">
      ${this.readOutBox(place)}
    </div>`;
  }

  private pointed(event: PointerEvent): void {
    if (event.type === "pointermove" && event.pointerType === "touch" && event.buttons === 0)
      return;
    const pixel = event.clientX - this.getBoundingClientRect().left;
    const within = Math.min(Math.max(pixel, MARGIN.left), this.width - MARGIN.right);
    this.cursor = this.placeAt(within);
  }

  /** Keep what a finger has read out when it is lifted. */
  private left(event: PointerEvent): void {
    if (event.pointerType !== "touch") this.clear();
  }

  private clear(): void {
    this.cursor = null;
  }

  private keyed(event: KeyboardEvent): void {
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -12,
      PageUp: 12,
      Home: Number.NEGATIVE_INFINITY,
      End: Number.POSITIVE_INFINITY,
    };
    const step = steps[event.key];
    if (event.key === "Escape") this.clear();
    else if (step !== undefined) {
      event.preventDefault();
      this.cursor = this.moved(step);
    }
  }

  // Colors are inherited from the card, because only the card has Home Assistant's theme.
  static override styles = [
    css`
      :host {
        display: block;
        position: relative;
        min-width: 0;
      }
      svg {
        position: absolute;
        inset: 0;
        direction: ltr;
        overflow: hidden;
      }
      .surface {
        position: absolute;
        inset: 0;
        cursor: crosshair;
        touch-action: pan-y;
        border-radius: 4px;
      }
      .surface:focus-visible {
        outline: 2px solid var(--primary-color, #0288d1);
      }
      .read-out {
        position: absolute;
        top: 4px;
        max-width: 60%;
        padding: 6px 10px;
        border-radius: 8px;
        border: 1px solid var(--muted);
        background: var(--surface);
        color: var(--text);
        font-size: 13px;
        line-height: 1.35;
        pointer-events: none;
        box-shadow: 0 2px 8px rgba(0, 0, 0, 0.2);
      }
      .read-out strong {
        font-size: 15px;
        font-weight: 600;
      }
      .read-out div {
        white-space: nowrap;
      }
      text {
        fill: var(--muted);
        font-size: 11px;
        font-family: inherit;
      }
      .grid {
        stroke: var(--line);
        stroke-width: 1;
      }
      .target {
        fill: var(--in-range);
        opacity: 0.12;
      }
      .limit {
        stroke: var(--in-range);
        stroke-width: 1;
        fill: none;
      }
      .pointer {
        stroke: var(--text);
        stroke-width: 1;
      }
      .pointed {
        fill: var(--surface);
        stroke: var(--text);
        stroke-width: 2;
      }
    `,
  ];
}
