// A point of a kind, and an exact curve from it along which the loss falls like minus a constant times t^order.
// Layers are matrices of polynomials in t, lists of fractions; the loss along the curve comes from multiplying them out.

const ZERO = [0n, 1n], ONE = [1n, 1n];
const added = (p, q) => Array.from({ length: Math.max(p.length, q.length) }, (_, i) => plus(p[i] ?? ZERO, q[i] ?? ZERO));
const multiplied = (p, q) => p.reduce((sum, a, i) => (a[0] ? added(sum, [...Array(i).fill(ZERO), ...q.map((b) => times(a, b))]) : sum), []);
const monomial = (coefficient, exponent) => [...Array(exponent).fill(ZERO), coefficient];
const negative = ([n, d]) => [-n, d];

// -- a point: where each vector of each string stands ----------------------------------------------------------------

// Copies of strings with the place of their vector at every vertex that they visit. At the ends the places are those of
// the singular values: a closing string joins the vectors of one singular value that is not kept.
function placesOf({ widths, rank, depth }, { S, m }) {
  const taken = widths.map((_, v) => new Set(v === 0 || v === depth ? S : S.map((_, k) => k)));
  const left = Array.from({ length: rank }, (_, i) => i).filter((i) => !S.includes(i));
  const copies = tablesOf(depth).strings.flatMap((one, i) => Array.from({ length: m[i] }, () => ({ ...one, at: {} })));
  for (const one of copies.filter((copy) => copy.closing)) {
    one.value = left.shift();
    one.at[0] = one.at[depth] = one.value;
    for (const v of [0, depth]) taken[v].add(one.value);
  }
  const ends = (v) => v === 0 || v === depth;
  for (const one of copies) for (const v of one.vertices) {
    if (v in one.at) continue;
    let place = ends(v) ? rank : 0; // what belongs to no singular value stands behind those that are not zero
    while (taken[v].has(place)) place++;
    taken[v].add(place);
    one.at[v] = place;
  }
  return copies;
}

function layersOf({ widths, values, depth }, { S }, copies) {
  const layers = widths.slice(1).map((width, j) => Array.from({ length: width }, () => Array(widths[j]).fill(null).map(() => [])));
  S.forEach((i, k) => layers.forEach((layer, j) => { layer[j + 1 === depth ? i : k][j === 0 ? i : k] = [j === 0 ? values[i] : ONE]; }));
  for (const one of copies) one.vertices.slice(1).forEach((v, n) => { if (v > one.vertices[n]) layers[v - 1][one.at[v]][one.at[v - 1]] = [ONE]; });
  return layers;
}

// -- the loss along a curve ------------------------------------------------------------------------------------------

function productOf(layers) {
  return layers.reduce((product, layer) => layer.map((row) => product[0].map((_, c) => row.reduce((sum, entry, k) => (entry.length && product[k][c].length ? added(sum, multiplied(entry, product[k][c])) : sum), []))));
}

// Coefficients of L(W(t)) - L(W(0)), without zeros at the end.
function changeOf({ values }, layers) {
  let change = [];
  productOf(layers).forEach((row, i) => row.forEach((entry, j) => {
    const target = i === j && i < values.length ? [negative(values[i])] : [];
    const residual = added(entry, target);
    change = added(change, multiplied(residual, residual).map(halved));
  }));
  change[0] = ZERO;
  while (change.length && !change.at(-1)[0]) change.pop();
  return change;
}

const leading = (change) => change.findIndex((coefficient) => coefficient[0] !== 0n);

// -- curves ----------------------------------------------------------------------------------------------------------

// A kept value turns towards a larger one that is not kept.
function turned(network, kind) {
  const { values, depth, widths } = network;
  const pairs = kind.S.flatMap((i, k) => values.map((_, j) => [i, j, k])).filter(([i, j]) => !kind.S.includes(j) && compare(values[j], values[i]) > 0);
  const [i, j, k] = pairs[0], layers = layersOf(network, kind, placesOf(network, kind));
  layers[0][k][j] = monomial(values[i], 1);
  layers[depth - 1][j][widths.length > 2 ? k : i] = monomial(ONE, 1);
  return layers;
}

// Ways to cover the gap of a closing string by runs of strings, as few as can be.
function* coversOf(gap, runs, most) {
  const [first, last] = gap;
  if (first > last) { yield []; return; }
  if (!most) return;
  for (const run of runs.filter(([a, b]) => a <= first && first <= b)) {
    for (const rest of coversOf([run[1] + 1, last], runs, most - 1)) yield [[first, run], ...rest];
  }
}

// The strings bridge a gap: from the closing string to the first run, from run to run, and back to the closing string.
function* bridges(network, kind) {
  const { depth, values } = network, copies = placesOf(network, kind);
  const runs = copies.flatMap((one) => (one.closing ? [[0, one.end, one], [one.start, depth, one]] : [[one.start, one.end, one]]));
  for (const tau of copies.filter((one) => one.closing)) {
    for (const cover of coversOf([tau.end + 1, tau.start - 1], runs, kind.order - 1)) {
      const stops = [...cover.map(([v, run]) => [v, run[2]]), [tau.start, tau]];
      for (const exponents of [stops.map(() => 1), stops.map((_, n) => (n === 0 || n === stops.length - 1 ? 1 : 2))]) {
        const layers = layersOf(network, kind, copies);
        let from = tau;
        stops.forEach(([v, to], n) => {
          layers[v - 1][to.at[v]][from.at[v - 1]] = monomial(exponents[n] === 2 ? values[tau.value] : ONE, exponents[n]);
          from = to;
        });
        yield layers;
      }
    }
  }
}

// The layers of a curve and the exact change of the loss along it: it falls at saddles with the order of the saddle, and
// rises at minimisers, where a kept value is changed; null where nothing is kept and nothing falls.
function curveOf(network, kind) {
  const tried = kind.order === null ? raised(network, kind) : kind.inverted ? [turned(network, kind)] : bridges(network, kind);
  for (const layers of tried) {
    const change = changeOf(network, layers), order = leading(change);
    if (order < 0) continue;
    if (kind.order === null || (order === kind.order && change[order][0] < 0n)) return { layers, change, order };
  }
  return null;
}

function* raised(network, kind) {
  if (!kind.S.length) return;
  const layers = layersOf(network, kind, placesOf(network, kind));
  const i = kind.S[0];
  layers[0][0][i] = [network.values[i], ONE];
  yield layers;
}
