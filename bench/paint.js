/** Times from data to paint in the page of bench/paint.py; sets window.measure. */

const ENTITY = "sensor.person_glucose_value";
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Return a smooth made-up glucose value in mg/dL. */
function glucoseAt(time) {
  return Math.round(140 + 60 * Math.sin(time / 9000) + 25 * Math.sin(time / 2300));
}

/** Return columns of a reading every five minutes before `end`. */
function readings(end, hours) {
  const time = Array.from({ length: hours * 12 }, (_, index) => end - 300 * (hours * 12 - index));
  return { time, value: time.map(glucoseAt) };
}

function message(now, hours) {
  const found = readings(now, hours);
  const last = { time: found.time.at(-1), value: found.value.at(-1) };
  return {
    version: 1,
    full: true,
    readings: found,
    events: [{ time: now - 4 * HOUR, type: "carbs", value: 40, unit: "grams" }],
    current: { ...last, delta: 2, trend: "steady", source: "official", is_low: false,
      is_urgent_low: false, is_high: false },
    last,
    status: "ok",
    thresholds: { urgent_low: 55, low: 70, high: 250 },
    target: { low: 70, high: 180 },
    stale_after: 90,
    delay: 60,
    history_loaded: 100,
    unit: "mg/dL",
    title: "Person",
    entry_id: "person",
  };
}

function profile(now, days) {
  const daily = Array.from({ length: 14 }, (_, day) => {
    const minute = Array.from({ length: 288 }, (_, slot) => slot * 5);
    return { day: `2030-01-${10 + day}`, minute,
      value: minute.map((each) => glucoseAt(day * DAY + each * 60)) };
  });
  const bins = Array.from({ length: 48 }, (_, index) => {
    const middle = glucoseAt(index * 1800);
    return { minute: index * 30, center: index * 30 + 15, days, readings: days * 6,
      p5: middle - 40, p25: middle - 20, p50: middle, p75: middle + 20, p95: middle + 40 };
  });
  return { version: 1, start: now - days * DAY, end: now, days, days_with_data: days,
    is_sufficient: true, missing_days: 0, unit: "mg/dL", target: { low: 70, high: 180 },
    time_zone: "UTC", bins, daily };
}

/** Return a Home Assistant object whose messages the caller delivers. */
function fake() {
  const sent = {};
  const connection = {
    connected: true,
    subscribeMessage: async (callback) => {
      sent.push = callback;
      return async () => {};
    },
    sendMessagePromise: () => new Promise((resolve) => { sent.resolve = resolve; }),
    addEventListener: () => {},
    removeEventListener: () => {},
  };
  const hass = {
    states: { [ENTITY]: { entity_id: ENTITY, state: "112", attributes: {} } },
    entities: { [ENTITY]: { entity_id: ENTITY, platform: "dexcom_cgm", device_id: "person",
      translation_key: "glucose_value" } },
    devices: { person: { id: "person", name: "Person" } },
    connection,
    locale: { language: "en", number_format: "language", time_format: "language",
      time_zone: "local" },
    language: "en",
    config: { time_zone: "UTC", state: "RUNNING" },
    themes: { darkMode: false },
    localize: () => "",
    loadBackendTranslation: async () => () => "",
  };
  return { hass, sent };
}

/** Resolve after the next frame has been painted. */
function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(undefined);
    });
  });
}

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve));
}

/** Return the milliseconds until what `action` changes is painted, from a frame's start. */
async function timed(action) {
  await painted();
  const began = performance.now();
  await action();
  await painted();
  return performance.now() - began;
}

function show(kind, config) {
  const { hass, sent } = fake();
  const card = document.createElement(kind);
  card.setConfig({ entity: ENTITY, ...config });
  card.hass = hass;
  document.body.replaceChildren(card);
  return { card, sent };
}

/** Draw polylines on a canvas: the baseline. */
async function canvas(lines) {
  const element = document.createElement("canvas");
  element.width = 800;
  element.height = 400;
  document.body.replaceChildren(element);
  return timed(async () => {
    const context = element.getContext("2d");
    for (const { times, values } of lines) {
      const first = times[0];
      const scale = 800 / (times.at(-1) - first);
      context.beginPath();
      times.forEach((time, index) => {
        context.lineTo((time - first) * scale, 400 - values[index]);
      });
      context.stroke();
    }
  });
}

const now = () => Math.floor(Date.now() / 1000);

async function day() {
  const { card, sent } = show("dexcom-cgm-glucose-card", { hours: 24 });
  await until(() => sent.push);
  const first = message(now(), 30);
  const whole = await timed(async () => {
    sent.push(first);
    await card.updateComplete;
  });
  const time = first.readings.time.at(-1) + 300;
  const hour = Math.floor(time / HOUR) * HOUR;
  const times = [...first.readings.time.filter((each) => each >= hour), time];
  const push = await timed(async () => {
    sent.push({
      hours: [hour],
      readings: { time: times, value: times.map(glucoseAt) },
      last: { time, value: glucoseAt(time) },
    });
    await card.updateComplete;
  });
  const { time: x, value: y } = readings(now(), 24);
  return { whole, push, canvas: await canvas([{ times: x, values: y }]) };
}

async function quarter() {
  const { card, sent } = show("dexcom-cgm-profile-card", { days: 90, daily: true });
  await until(() => sent.push);
  sent.push(message(now(), 30));
  await until(() => sent.resolve);
  const answer = profile(now(), 90);
  const whole = await timed(async () => {
    sent.resolve(answer);
    await new Promise((resolve) => setTimeout(resolve));
    await card.updateComplete;
  });
  const percentiles = ["p5", "p25", "p50", "p75", "p95"].map((key) => ({
    times: answer.bins.map((bin) => bin.center),
    values: answer.bins.map((bin) => bin[key]),
  }));
  const days = answer.daily.map(({ minute, value }) => ({ times: minute, values: value }));
  return { whole, canvas: await canvas([...percentiles, ...days]) };
}

/** Return the milliseconds of some rounds. */
window.measure = async (rounds) => {
  const found = { day: [], push: [], dayCanvas: [], quarter: [], quarterCanvas: [] };
  for (let round = 0; round < rounds; round += 1) {
    const one = await day();
    found.day.push(one.whole);
    found.push.push(one.push);
    found.dayCanvas.push(one.canvas);
    const other = await quarter();
    found.quarter.push(other.whole);
    found.quarterCanvas.push(other.canvas);
  }
  return found;
};
