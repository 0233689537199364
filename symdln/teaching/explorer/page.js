const get = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
const element = (name, attributes = {}, text = "") => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
};
// "W_1" and "t^3" with a lowered and a raised part.
const marked = (text) => text.split(/([_^]\w+)/).map((part) => {
  if (!/^[_^]/.test(part)) return part;
  const made = document.createElement(part[0] === "_" ? "sub" : "sup");
  made.textContent = part.slice(1).replace("plus", "+").replace("minus", "−");
  return made;
});
const option = (select, value, text) => select.append(new Option(text ?? value, value));

const DEPTHS = [2, 3, 4, 5], WIDEST = 4, SHOWN = 300, DECAY_STEPS = 20;

// What is chosen; written into the address, so that a link brings a reader to the same kind.
// A page without an address begins at the first non-strict saddle of three layers of width 2.
const state = { widths: [2, 2, 2, 2], values: "3, 2", only: "", kind: 0, shown: SHOWN, decay: [0n, 1n] };
let network, kinds;

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const widths = (asked.get("widths") ?? "2,2,2,2").split(",").map(Number);
  const fits = DEPTHS.includes(widths.length - 1) && widths.every((width) => Number.isInteger(width) && width >= 1 && width <= WIDEST);
  state.widths = fits ? widths : [2, 2, 2, 2];
  state.values = asked.get("values")?.replace(/,\s*/g, ", ") ?? "3, 2";
  state.decay = fractionOf(asked.get("decay") ?? "0") ?? [0n, 1n];
  const label = CLASSES.findIndex((name) => name.replaceAll(" ", "-") === asked.get("class"));
  state.only = label < 0 ? "" : String(label);
  compute();
  state.kind = asked.has("kind") ? Number(asked.get("kind")) || 0 : asked.has("widths") ? 0 : Math.max(0, kinds.findIndex((kind) => kind.label === NON_STRICT));
}

function writeAddress() {
  const parts = { widths: state.widths.join(","), values: state.values.replace(/\s/g, ""), kind: state.kind };
  if (state.only !== "") parts.class = CLASSES[state.only].replaceAll(" ", "-");
  if (state.decay[0]) parts.decay = fractionText(state.decay);
  history.replaceState(null, "", `#${Object.entries(parts).map((pair) => pair.join("=")).join("&")}`);
}

// The singular values as they are typed: cut to what the ends have room for, filled up with zeros, largest first.
function readValues() {
  const typed = state.values.split(",").filter((text) => text.trim()).map(fractionOf);
  const room = Math.min(state.widths[0], state.widths.at(-1));
  const wrong = typed.includes(null);
  get("wrong").textContent = wrong ? "Write singular values as numbers such as 3, 5/2, 1.5 with commas between them." : typed.length > room ? `There is room for ${room} singular value${room > 1 ? "s" : ""}: the largest are used.` : "";
  if (wrong) return network?.values.slice(0, room) ?? [];
  return typed.sort((a, b) => compare(b, a)).slice(0, room);
}

function compute() {
  const values = readValues(), room = Math.min(state.widths[0], state.widths.at(-1));
  while (values.length < room) values.push([0n, 1n]);
  network = networkOf(state.widths, values);
  kinds = [...kindsOf(network)];
  state.shown = SHOWN;
}

const used = () => network.values.map(fractionText);
const setText = (S) => (S.length ? `{${S.map((i) => used()[i]).join(", ")}}` : "{ }");
const stringsText = (kind) => {
  const named = tablesOf(network.depth).strings.map((one, i) => [one.vertices.join("-"), kind.m[i]]).filter(([, m]) => m);
  return named.map(([name, m]) => (m > 1 ? `${name} ×${m}` : name)).join(", ") || "none";
};
const changed = () => { state.kind = 0; compute(); show(); };

const controls = () => {
  get("depth").value = network.depth;
  get("class").value = state.only;
  if (document.activeElement !== get("values-asked")) get("values-asked").value = state.values;
  const box = get("widths"), place = [...box.children].indexOf(document.activeElement);
  box.replaceChildren();
  state.widths.forEach((width, j) => {
    const select = document.createElement("select");
    select.setAttribute("aria-label", `width of layer ${j}`);
    for (let w = 1; w <= WIDEST; w++) option(select, w);
    select.value = width;
    select.addEventListener("change", () => { state.widths[j] = Number(select.value); changed(); });
    box.append(select);
  });
  box.children[place]?.focus();
};

const passes = (kind) => state.only === "" || kind.label === Number(state.only);
const choose = (i) => {
  state.kind = i;
  show();
  get("kinds").querySelector("[aria-selected=true] button").focus();
};

const list = () => {
  const body = get("kinds"), wanted = kinds.map((kind, i) => [kind, i]).filter(([kind]) => passes(kind));
  const place = wanted.findIndex(([, i]) => i === state.kind);
  state.shown = Math.max(state.shown, place + 1);
  body.replaceChildren();
  for (const [kind, i] of wanted.slice(0, state.shown)) {
    const row = body.insertRow(), button = document.createElement("button");
    row.setAttribute("aria-selected", String(i === state.kind));
    button.type = "button";
    button.tabIndex = i === state.kind ? 0 : -1;  // arrow keys go on from the chosen one
    button.textContent = `S = ${setText(kind.S)}; ${stringsText(kind)}`;
    button.addEventListener("click", () => choose(i));
    row.insertCell().append(button);
    row.insertCell().textContent = fractionText(kind.loss);
    const label = row.insertCell();
    label.textContent = CLASSES[kind.label];
    label.className = `class-${kind.label}`;
    row.insertCell().textContent = `${kind.plus}, ${kind.minus}, ${kind.zero}`;
  }
  const row = body.rows[place], box = body.closest(".list");
  const hidden = row && (row.offsetTop < box.scrollTop + 60 || row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight);
  if (hidden) box.scrollTop = row.offsetTop - box.clientHeight / 2;
  get("more").hidden = wanted.length <= state.shown;
  const filtered = wanted.length < kinds.length ? `, ${wanted.length.toLocaleString("en")} of this class` : "";
  const listed = wanted.length > state.shown ? `; the first ${state.shown.toLocaleString("en")} are listed` : "";
  get("count").textContent = `Widths (${state.widths.join(", ")}), singular values (${used().join(", ")}): ${kinds.length.toLocaleString("en")} kinds${filtered}${listed}.`;
};

// Arrow keys go through the list.
get("kinds").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const wanted = kinds.map((_, i) => i).filter((i) => passes(kinds[i]));
  const next = wanted[wanted.indexOf(state.kind) + step];
  if (next !== undefined) choose(next);
});

// Vertices stand on a circle; a string is an arc beside it, from its first vertex to its last.
const cycle = (kind) => {
  const H = network.depth, C = 210, R = 96;
  const angle = (v) => -Math.PI / 2 + (2 * Math.PI * v) / (H + 1);
  const at = (a, r) => [C + r * Math.cos(a), C + r * Math.sin(a)];
  const arc = (from, to, r) => {
    const [x, y] = at(from, r), [u, v] = at(to, r);
    return `M ${x} ${y} A ${r} ${r} 0 ${to - from > Math.PI ? 1 : 0} 1 ${u} ${v}`;
  };
  const lanes = kind.m.reduce((sum, m) => sum + (m > 1 ? 28 : m ? 15 : 0), 0), size = Math.max(R + 36 + lanes, 150);
  const scale = Math.min(1.6, size / 150);  // of signs and vertices, which many strings would make small
  const svg = element("svg", { viewBox: `${C - size} ${C - size} ${2 * size} ${2 * size}`, role: "img", "aria-label": `Strings on the cycle: ${stringsText(kind)}; ${kind.S.length} full strings` });
  for (let j = 0; j <= H; j++) {
    svg.append(element("path", { class: "arrow", d: arc(angle(j) + 0.16, angle(j + 1) - 0.16, R) }));
    const [x, y] = at(angle(j + 0.5), R - 24 * scale);
    const name = element("text", { x, y: y + 4, "text-anchor": "middle", class: "soft" }, j < H ? "W" : "S");
    name.append(element("tspan", { dy: 4, class: "index" }, j < H ? `${j + 1}` : "xy"));
    svg.append(name);
  }
  const r = kind.S.length;
  if (r) {
    svg.append(element("path", { class: "full", d: arc(angle(0), angle(H), R - 24 - 24 * scale) }));
    svg.append(element("text", { x: C, y: C + 4, "text-anchor": "middle" }, `r = ${r}`));
  }
  let lane = R + 28;
  tablesOf(H).strings.forEach(({ vertices, closing }, i) => {
    const m = kind.m[i];
    if (!m) return;
    const from = angle(vertices[0]), to = angle(vertices[0] + vertices.length - 1);
    const title = `${vertices.join("-")} ×${m}${closing ? ", closing" : ""}`;
    const path = vertices.length > 1
      ? element("path", { class: closing ? "string closing" : "string", d: arc(from, to, lane) })
      : element("circle", { class: "string", cx: at(from, lane)[0], cy: at(from, lane)[1], r: 2 });
    path.append(element("title", {}, title));
    svg.append(path);
    const [x, y] = at((from + to) / 2, lane + 15);
    if (m > 1) svg.append(element("text", { x, y: y + 4.5, "text-anchor": "middle", class: "times" }, `×${m}`));
    lane += m > 1 ? 28 : 15;
  });
  for (let j = 0; j <= H; j++) {
    const [x, y] = at(angle(j), R);
    svg.append(element("circle", { class: "vertex", cx: x, cy: y, r: 15 * scale }), element("text", { x, y: y + 4.5 * scale, "text-anchor": "middle" }, `${j}`));
  }
  svg.style.setProperty("--scale", scale);
  svg.style.maxHeight = "24rem";
  get("cycle").replaceChildren(svg);
};

const facts = (kind) => {
  const { S, plus: positive, minus, zero, dimension } = kind, r = S.length, dx = state.widths[0], dy = state.widths.at(-1);
  const rows = [
    ["Class", CLASSES[kind.label], `class-${kind.label}`],
    ["Loss", fractionText(kind.loss)],
    ["Kept, S", `${setText(S)}, rank r = ${r}`],
    ["Strings", stringsText(kind)],
    ["n_minus", `inv(S) + pairs = ${kind.inverted} + ${kind.pairs} = ${minus}`, "counted"],
    ["n_plus", `r^2 + r (d_x − r) + r (d_y − r) − inv(S) − ties(S) + pairs + squares = ${r * r} + ${r * (dx - r)} + ${r * (dy - r)} − ${kind.inverted} − ${kind.ties} + ${kind.pairs} + ${kind.squares} = ${positive}`, "counted"],
    ["n_0", `${positive + minus + zero} parameters − n_plus − n_minus = ${zero}`, "counted"],
    ["Order", kind.order === null ? "none: the loss falls in no direction" : `${kind.order}: near the point the loss falls like a constant times the distance to the power ${kind.order}`],
    ["Dimension", `${dimension}, of the set of all points of this kind${zero > dimension ? `; the Hessian is zero in ${zero - dimension} more direction${zero - dimension > 1 ? "s" : ""}` : ""}`],
  ];
  get("facts").replaceChildren(...rows.flatMap(([name, text, style]) => {
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.append(...marked(name)); dd.append(...marked(text)); dd.className = style ?? "";
    if (style === "counted") {
      const link = document.createElement("a");
      link.href = "#theorem";
      link.append(...dt.childNodes);
      link.addEventListener("click", (event) => { event.preventDefault(); get("theorem").open = true; get("theorem").scrollIntoView({ block: "nearest" }); get("theorem").querySelector("summary").focus(); });
      dt.append(link);
    }
    return [dt, dd];
  }));
  const bar = document.createElement("div");
  bar.className = "bar";
  bar.setAttribute("role", "img");
  bar.setAttribute("aria-label", `${positive} positive, ${minus} negative, ${zero} zero`);
  for (const [style, count] of [["minus", minus], ["zero", zero], ["plus", positive]]) {
    const part = document.createElement("span");
    part.className = style;
    part.style.flexGrow = count;
    part.hidden = !count;
    part.textContent = `${count} ${style === "plus" ? "positive" : style === "minus" ? "negative" : "zero"}`;
    bar.append(part);
  }
  get("bar").replaceChildren(bar);
};

// -- the loss along an exact curve -----------------------------------------------------------------------------------

const termText = (coefficient, n, first) => {
  const sign = coefficient[0] < 0n ? "−" : first ? "" : "+", size = fractionText([coefficient[0] < 0n ? -coefficient[0] : coefficient[0], coefficient[1]]);
  return `${first ? sign : ` ${sign} `}${size === "1" ? "" : `${size} `}t${n > 1 ? `^${n}` : ""}`;
};
const polynomialText = (change) => {
  const terms = change.map((coefficient, n) => [coefficient, n]).filter(([coefficient]) => coefficient[0]);
  return terms.map(([coefficient, n], i) => termText(coefficient, n, i === 0)).join("");
};

// From 0 on as far as the loss falls or, at a minimiser, to t = 1; to the left as far as the change is no larger.
function spanOf(change, falls) {
  const numbers = change.map(asNumber), at = (t) => numbers.reduceRight((sum, a) => sum * t + a, 0);
  const step = 1 / 128;
  let right = step;
  while (falls ? at(right + step) < at(right) && right < 64 : right < 1) right += step;
  const most = Math.abs(at(right));
  let left = 0;
  while (left > -right && Math.abs(at(left - step)) <= most) left -= step;
  return { at, left: Math.min(left, -step), right, most };
}

const fall = (kind) => {
  const curve = curveOf(network, kind), falls = kind.order !== null, width = 300, height = 130;
  const said = !curve ? "The loss does not fall along any curve." : `${falls ? "Along an exact curve" : "The loss does not fall along any curve; where a kept value is changed"} the loss changes by ${polynomialText(curve.change)}.`;
  const { at, left, right, most } = curve ? spanOf(curve.change, falls) : { at: () => 0, left: -1, right: 1, most: 1 };
  const reach = Math.max(right, -left), X = (t) => width / 2 + (t / reach) * 130, Y = (v) => 65 - (v / most) * 50;
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": said.replaceAll("^", " to the power ") });
  svg.append(element("line", { class: "axis", x1: 10, x2: width - 10, y1: Y(0), y2: Y(0), "stroke-dasharray": "3 4" }));
  const steps = Array.from({ length: 121 }, (_, i) => left + ((right - left) * i) / 120);
  svg.append(element("path", { class: `law law-${kind.label}`, d: "M" + steps.map((t) => `${X(t)} ${Y(at(t))}`).join(" L ") }));
  svg.append(element("circle", { class: "here", cx: X(0), cy: Y(0), r: 4.5 }), element("text", { x: width - 12, y: Y(0) - 6, "text-anchor": "end", class: "soft" }, "t"));
  if (curve) {
    const end = falls ? -most : most, text = `${end < 0 ? "−" : ""}${Number(Math.abs(end).toPrecision(3))} at t = ${Number(right.toPrecision(3))}`;
    svg.append(element("text", { x: X(right), y: falls ? height - 2 : 11, "text-anchor": "end", class: "soft small" }, text));
  }
  svg.style.maxWidth = "24rem";
  get("fall").replaceChildren(svg);
  get("fall-said").replaceChildren(...marked(said));
};

const values = (kind) => {
  const places = new Map();
  for (const S of selections(network)) {
    const value = fractionText(halved(lossOf(network, S)));
    places.set(value, [...(places.get(value) ?? []), setText(S)]);
  }
  const here = fractionText(kind.loss), number = (text) => asNumber(text.split("/").map(BigInt).concat(1n).slice(0, 2));
  const all = [...places.keys()].sort((a, b) => number(a) - number(b)), top = Math.max(...all.map(number), 1), width = Math.min(560, get("values").clientWidth || 560);
  const x = (value) => 24 + (number(value) / top) * (width - 48);
  const svg = element("svg", { viewBox: `0 0 ${width} 64`, role: "img", "aria-label": `Critical values ${all.join(", ")}; here ${here}` });
  svg.append(element("line", { class: "axis", x1: 12, x2: width - 12, y1: 34, y2: 34 }));
  let last = -100;
  for (const value of all) {
    const tick = element("line", { class: "tick", x1: x(value), x2: x(value), y1: 27, y2: 41 });
    tick.append(element("title", {}, `loss ${value}: S = ${places.get(value).join(" or ")}`));
    svg.append(tick);
    if (x(value) - last > 8 * value.length + 12) { svg.append(element("text", { x: x(value), y: 57, "text-anchor": "middle", class: "soft" }, value)); last = x(value); }
  }
  svg.append(element("path", { class: "here", d: `M ${x(here)} 26 l -7 -12 h 14 z` }));
  get("values").replaceChildren(svg);
};

// -- weight decay ----------------------------------------------------------------------------------------------------

const usedText = ({ copies }) => {
  const parts = [3, 2, 1].map((level) => {
    const named = copies.flatMap((one, i) => (one[level] ? [`${modesOf(network, state.decay).map((mode) => fractionText(mode.value))[i]}${one[level] > 1 ? ` ×${one[level]}` : ""}`] : []));
    return named.length ? `${LEVELS[level]} ${named.join(", ")}` : "";
  });
  return parts.filter(Boolean).join("; ") || "nothing used";
};

const decayed = () => {
  const { decay } = state, body = get("decayed");
  get("decay").value = Math.round(asNumber(decay) * DECAY_STEPS);
  get("decay-said").textContent = fractionText(decay);
  get("decay").setAttribute("aria-valuetext", fractionText(decay));
  body.replaceChildren();
  const all = decay[0] ? [...decayedKinds(network, decay)] : [];
  get("decayed-table").hidden = !all.length;
  get("decayed-count").textContent = decay[0] ? `${all.length} kind${all.length > 1 ? "s" : ""} of critical points with decay ${fractionText(decay)}.` : "Without decay the list above holds. Move the slider.";
  for (const kind of all) {
    const row = body.insertRow();
    row.insertCell().textContent = usedText(kind);
    row.insertCell().textContent = kind.loss.toFixed(4);
    const label = row.insertCell();
    label.textContent = DECAYED[kind.label];
    label.className = `class-${kind.label}`;
    row.insertCell().textContent = `${kind.plus}, ${kind.minus}, ${kind.zero}`;
  }
};

const show = () => {
  if (!kinds[state.kind]) state.kind = 0;
  if (!passes(kinds[state.kind])) state.kind = Math.max(0, kinds.findIndex(passes));
  if (!passes(kinds[state.kind])) {
    get("wrong").textContent = `No kind of this network is a ${CLASSES[state.only]}, so all kinds are listed.`;
    state.only = "";
  }
  const kind = kinds[state.kind];
  controls(); list();
  get("name").textContent = `S = ${setText(kind.S)}: ${CLASSES[kind.label]}`;
  cycle(kind); facts(kind); fall(kind); values(kind); decayed();
  writeAddress();
};

DEPTHS.forEach((depth) => option(get("depth"), depth));
CLASSES.forEach((label, i) => option(get("class"), i, label));
get("depth").addEventListener("change", () => {
  const depth = Number(get("depth").value), [output, hidden] = [state.widths.at(-1), state.widths.slice(0, -1)];
  state.widths = [...Array.from({ length: depth }, (_, j) => hidden[j] ?? 2), output];
  changed();
});
get("values-asked").addEventListener("input", () => { state.values = get("values-asked").value; changed(); });
get("class").addEventListener("change", () => { readValues(); state.only = get("class").value; state.shown = SHOWN; show(); });
get("more").addEventListener("click", () => { state.shown += 10 * SHOWN; list(); });
get("decay").addEventListener("input", () => { state.decay = fraction(BigInt(get("decay").value), BigInt(DECAY_STEPS)); decayed(); writeAddress(); });
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", () => { readAddress(); show(); });
readAddress();
show();
