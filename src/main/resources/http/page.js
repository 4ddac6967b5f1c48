// Draws the charts by uPlot, and renews the page while it is seen. Without this script the page is whole, as it was when it came.
"use strict";

const EVERY = 10000;
const HOUR = 3600;
const ids = ["rate", "behind", "outbox"];
const hidden = new Set();
let hour = null;
let plots = [];
let chosen = null;
let paused = false;

const find = selector => document.querySelector(selector);
const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function bytes(value) {
  let unit = 0;
  for (; value >= 1024 && unit < 4; unit++) {
    value /= 1024;
  }
  return (unit === 0 ? Math.round(value) : value.toFixed(1)) + " " + ["B", "KiB", "MiB", "GiB", "TiB"][unit];
}

function rate(value) {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(1);
}

const words = id => id === "rate" ? rate : bytes;
const clock = seconds => new Date(seconds * 1000).toISOString().slice(11, 19) + " UTC";

function curves(id) {
  return id === "outbox" ? [{ name: "all sources", values: hour.outbox }]
    : hour.sources.map(source => ({ name: source.name, values: source[id] }));
}

// Numbers of the values to draw; null where the process was not running, or the machine slept: there is no line.
function slots() {
  return hour.times.flatMap((time, i) => i > 0 && time - hour.times[i - 1] > 60 ? [null, i] : [i]);
}

function times() {
  return slots().map((i, at, all) => i === null ? hour.times[all[at - 1]] + 1 : hour.times[i]);
}

function axis(more) {
  return Object.assign({ stroke: colour("--soft"), font: "12px system-ui, sans-serif", ticks: { show: false },
    grid: { stroke: colour("--line"), width: 1 } }, more);
}

function draw(id) {
  const place = find("#" + id + " .plot");
  const text = words(id);
  const lines = curves(id);
  const options = {
    width: place.clientWidth,
    height: place.clientHeight,
    legend: { show: false },
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: "hour" }, points: { size: 7 } },
    hooks: { setCursor: [plot => plot.cursor.event && point(plot.cursor.idx)] },
    scales: {
      x: { time: true, range: () => [hour.times[hour.times.length - 1] - HOUR, hour.times[hour.times.length - 1]] },
      y: { range: (plot, low, high) => [0, high > 0 ? high * 1.08 : 1] }
    },
    padding: [10, 10, 0, 0],
    axes: [axis({ size: 26, gap: 6, space: 50, incrs: [600, 900, 1200, 1800], values: (plot, splits) => splits.map(s => clock(s).slice(0, 5)) }),
      axis({ size: id === "rate" ? 44 : 68, gap: 6, space: 30, values: (plot, splits) => splits.map(s => text(s).replace(".0", "")),
        incrs: id === "rate" ? undefined : Array.from({ length: 42 }, (none, power) => 2 ** power) })],
    series: [{}].concat(lines.map((line, i) => ({ label: line.name, width: 1.75, stroke: colour("--s" + i % 8),
      dash: i >= 8 ? [6, 3] : undefined, fill: lines.length === 1 ? colour("--s" + i % 8) + "22" : undefined,
      show: id === "outbox" || !hidden.has(line.name), points: { show: hour.times.length < 4, size: 5 } })))
  };
  place.replaceChildren();
  const plot = new uPlot(options, [times()].concat(lines.map(line => slots().map(i => i === null ? null : line.values[i]))), place);
  plot.root.setAttribute("role", "img");
  plot.root.setAttribute("aria-label", find("#" + id + " h3").textContent + " in the last hour; the values at the chosen time follow");
  return plot;
}

function values(id) {
  const at = chosen === null ? hour.times.length - 1 : chosen;
  const list = find("#" + id + " .values");
  curves(id).forEach((line, i) => {
    let item = list.children[i];
    if (!item) {
      item = list.appendChild(document.createElement("li"));
      item.append(make("span", ""), " ", make("b", ""));
    }
    item.className = "s" + i % 8;
    if (id !== "outbox" && item.firstElementChild.tagName !== "BUTTON") {
      const button = make("button", "");
      button.type = "button";
      button.addEventListener("click", () => toggle(button.textContent));
      item.firstElementChild.replaceWith(button);
    }
    if (item.firstElementChild.textContent !== line.name) {
      item.firstElementChild.textContent = line.name;
    }
    item.firstElementChild.setAttribute("aria-pressed", !hidden.has(line.name));
    item.querySelector("b").textContent = words(id)(line.values[at]);
  });
  while (list.children.length > curves(id).length) {
    list.lastElementChild.remove();
  }
  if (id === "outbox") {
    list.firstElementChild.firstElementChild.removeAttribute("aria-pressed");
  }
}

function toggle(name) {
  if (!hidden.delete(name)) {
    hidden.add(name);
  }
  show();
}

// The mouse has moved over a chart, to this number of the data, which has gaps; or it has left.
function point(index) {
  if (index === null || index === undefined) {
    choose(null);
    return;
  }
  const time = plots[0].data[0][index];
  const i = hour.times.findIndex(t => t >= time);
  choose(i === hour.times.length - 1 ? null : i);
}

function choose(index) {
  chosen = index;
  const slider = find(".time input");
  const at = index === null ? hour.times.length - 1 : index;
  const time = hour.times[at];
  slider.max = hour.times.length - 1;
  slider.value = at;
  const text = index === null ? clock(time) + ", the last" : clock(time);
  slider.setAttribute("aria-valuetext", text);
  find(".time output").textContent = text;
  ids.forEach(values);
}

function slider() {
  const label = make("label", "Time");
  const input = Object.assign(document.createElement("input"), { type: "range", min: 0 });
  label.className = "time";
  input.addEventListener("input", () => {
    choose(+input.value === hour.times.length - 1 ? null : +input.value);
    const time = hour.times[+input.value];
    plots.forEach(plot => plot.setCursor({ left: plot.valToPos(time, "x"), top: 0 }, false));
  });
  label.append(" ", input, " ", make("output", ""));
  find(".charts").before(label);
}

function show() {
  plots.forEach(plot => plot.destroy());
  plots = hour.times.length === 0 ? [] : ids.map(draw);
  if (plots.length > 0) {
    if (!find(".time")) {
      slider();
    }
    choose(chosen);
  }
}

async function ask(path) {
  const answer = await fetch(path, { credentials: "same-origin" });
  if (!answer.ok) {
    throw new Error(answer.status === 403 ? "Caravan was started again: open this page once more with ?token=…, as at first."
      : "Caravan answers with " + answer.status + ".");
  }
  return answer;
}

function lost(text) {
  let box = find(".lost");
  if (text === null) {
    box?.remove();
  } else if (box?.textContent !== text) {
    box?.remove();
    box = make("p", text);
    box.className = "lost";
    box.setAttribute("role", "alert");
    find("main").prepend(box);
  }
}

async function charts() {
  const last = hour?.times.at(-1);
  const asked = await (await ask("/history.json")).json();
  if (asked.times.at(-1) !== last) {
    if (chosen !== null) {
      // The same moment, in a ring that has moved on.
      const at = asked.times.indexOf(hour.times[chosen]);
      chosen = at < 0 ? null : at;
    }
    hour = asked;
    show();
  }
}

async function renew() {
  if (document.hidden || paused) {
    return;
  }
  try {
    const page = new DOMParser().parseFromString(await (await ask("/")).text(), "text/html");
    document.querySelectorAll("[data-part]").forEach(part => {
      const fresh = page.querySelector("[data-part='" + part.dataset.part + "']");
      if (fresh && fresh.innerHTML !== part.innerHTML) {
        part.innerHTML = fresh.innerHTML;
      }
    });
    document.title = page.title;
    await charts();
    lost(null);
  } catch (e) {
    document.title = "no answer - Caravan";
    lost(e instanceof TypeError ? "Caravan does not answer: what you see is as it was before." : e.message);
  }
}

const pause = make("button", "Pause");
pause.type = "button";
pause.title = "Stop renewing this page";
pause.addEventListener("click", () => {
  paused = !paused;
  pause.textContent = paused ? "Go on" : "Pause";
  pause.title = paused ? "Renew this page again" : "Stop renewing this page";
  renew();
});
find(".title").append(pause);
charts().catch(e => lost(e.message));
setInterval(renew, EVERY);
document.addEventListener("visibilitychange", renew);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => hour && show());
new ResizeObserver(() => plots.forEach((plot, i) => {
  const place = find("#" + ids[i] + " .plot");
  plot.setSize({ width: place.clientWidth, height: place.clientHeight });
})).observe(find(".charts"));
