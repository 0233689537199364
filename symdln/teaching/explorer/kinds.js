"use strict";
// Every kind of critical point of L(W) = 1/2 ||W_H ... W_1 - diag(values)||^2 by the integer formulas of symdln:
// strings and their enumeration (symdln/landscape/strings.py), the inertia theorem (symdln/landscape/signature.py), the
// order (symdln/strings/order.py) and the dimension (symdln/strings/dimension.py).
const CLASSES = ["global minimiser", "strict saddle", "non-strict saddle"];
const MINIMISER = 0, STRICT = 1, NON_STRICT = 2;
const sumOf = (numbers) => numbers.reduce((a, b) => a + b, 0);

// -- exact fractions: pairs of big integers --------------------------------------------------------------------------

const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
const fraction = (n, d = 1n) => { const g = gcd(n, d) || 1n; return [n / g, d / g]; };
const plus = ([a, b], [c, d]) => fraction(a * d + c * b, b * d);
const times = ([a, b], [c, d]) => fraction(a * c, b * d);
const power = ([a, b], n) => [a ** BigInt(n), b ** BigInt(n)];
const compare = ([a, b], [c, d]) => Number(a * d > c * b) - Number(a * d < c * b);
const fractionText = ([n, d]) => (d === 1n ? `${n}` : `${n}/${d}`);
const asNumber = ([n, d]) => Number(n) / Number(d);
function fractionOf(text) {
  const found = /^\s*(\d{1,6})(?:\/(\d{1,6})|\.(\d{1,6}))?\s*$/.exec(text);
  if (!found || (found[2] && !Number(found[2]))) return null;
  const [, whole, under, decimals] = found;
  return decimals ? fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length)) : fraction(BigInt(whole), BigInt(under ?? 1));
}

// -- strings ---------------------------------------------------------------------------------------------------------

const stringsOf = (depth) => Array.from({ length: depth + 1 }, (_, start) => Array.from({ length: depth }, (_, length) => {
  const vertices = Array.from({ length: length + 1 }, (_, i) => (start + i) % (depth + 1));
  return { start, length, vertices, end: vertices.at(-1), closing: start + length > depth };
})).flat();

function pairsOf(strings, accepted) {
  return strings.flatMap((sigma, s) => strings.flatMap((tau, t) => (accepted(sigma, tau) ? [[s, t]] : [])));
}
const countOf = (pairs, m) => sumOf(pairs.map(([s, t]) => m[s] * m[t]));

const tablesOf = (() => {
  const known = new Map();
  return (depth) => {
    if (!known.has(depth)) {
      const strings = stringsOf(depth), all = Array.from({ length: depth + 1 }, (_, v) => v);
      const covers = (sigma, tau) => all.every((v) => tau.vertices.includes(v) || sigma.vertices.includes(v));
      known.set(depth, {
        strings,
        pairs: pairsOf(strings, (sigma, tau) => tau.closing && (sigma.closing ? sigma.start <= tau.end + 1 : covers(sigma, tau))),
        squares: pairsOf(strings, (sigma, tau) => !sigma.closing && !tau.closing && sigma.end === depth && tau.start === 0 && sigma.start <= tau.end + 1),
        homs: pairsOf(strings, (sigma, tau) => {
          const left = tau.length - ((sigma.start - tau.start + depth + 1) % (depth + 1));
          return left >= 0 && left <= sigma.length;
        }),
      });
    }
    return known.get(depth);
  };
})();

// -- enumeration: by the start of the strings, so that no choice leads to a dead end ---------------------------------

function boundsAt(start, room, closing) {
  const depth = room.length - 1, none = sumOf(room), atLast = room[depth] - closing;
  const own = [...Array(depth - start).fill(none), ...(start ? [atLast] : [])];
  for (let b = 0; b < start - 1; b++) own.push(room[b] - room[b + 1]);
  const total = start === 0 ? room[0] - closing : room[start], passing = [total, ...room.slice(start + 1)];
  const tail = Array(depth + 1).fill(0);
  for (let k = depth - 1; k >= 0; k--) tail[k] = Math.min(own[k] + tail[k + 1], start + k <= depth ? passing[k] : none);
  const exact = start === 0 || start === depth - 1;
  return { own, tail, low: exact ? total : Math.max(0, room[start] - room[start - 1]) };
}

function* vectors(bounds, place, low, high) {
  if (place === bounds.own.length) { yield []; return; }
  const rest = bounds.tail[place + 1];
  for (let m = Math.max(0, low - rest); m <= Math.min(bounds.own[place], high); m++) {
    for (const others of vectors(bounds, place + 1, low - m, Math.min(high - m, rest))) yield [m, ...others];
  }
}

function* fromVertex(start, room, closing) {
  const depth = room.length - 1;
  if (start === depth) {
    const ends = Array.from({ length: depth - 1 }, (_, b) => room[b] - room[b + 1]);
    yield [[room[depth] - closing, ...ends], room.map(() => 0), 0];
    return;
  }
  const bounds = boundsAt(start, room, closing);
  for (const chosen of vectors(bounds, 0, bounds.low, bounds.tail[0])) {
    const passing = chosen.map((_, k) => sumOf(chosen.slice(k)));
    const closed = passing.slice(depth - start + 1);
    const left = room.map((space, v) => (v < start ? space - (closed[v] ?? 0) : space - (passing[v - start] ?? 0)));
    yield [chosen, left, closing - (closed[0] ?? 0)];
  }
}

function* multiplicities(room, closing) {
  const depth = room.length - 1;
  function* extend(start, space, need) {
    if (start > depth) { yield []; return; }
    for (const [chosen, left, still] of fromVertex(start, space, need)) {
      for (const rest of extend(start + 1, left, still)) yield [...chosen, ...rest];
    }
  }
  if (Math.min(...room, closing) >= 0 && closing <= Math.min(room[0], room[depth])) yield* extend(0, room, closing);
}

// -- selections and kinds --------------------------------------------------------------------------------------------

// values: fractions in decreasing order, as many as min(d_0, d_H).
function networkOf(widths, values) {
  const rank = values.filter((value) => value[0] > 0n).length;
  return { widths, values, rank, depth: widths.length - 1, best: Math.min(rank, ...widths) };
}

function* selections({ values, rank, best }) {
  function* extend(chosen, from, size) {
    if (chosen.length === size) { yield chosen; return; }
    for (let i = from; i < rank; i++) {
      const first = i === 0 || compare(values[i - 1], values[i]) || chosen.at(-1) === i - 1;
      if (first) yield* extend([...chosen, i], i + 1, size);
    }
  }
  for (let size = 0; size <= best; size++) yield* extend([], 0, size);
}

const lossOf = ({ values }, S) => values.filter((_, i) => !S.includes(i)).reduce((sum, s) => plus(sum, times(s, s)), [0n, 1n]);
const halved = (value) => times(value, [1n, 2n]);

function* kindsOf(network) {
  for (const S of selections(network)) {
    const room = network.widths.map((width) => width - S.length), loss = halved(lossOf(network, S));
    for (const m of multiplicities(room, network.rank - S.length)) yield kindOf(network, S, m, loss);
  }
}

function kindOf(network, S, m, loss) {
  const { widths, values, rank, depth } = network, { pairs, squares } = tablesOf(depth), r = S.length;
  const against = (sign) => sumOf(S.map((i) => values.filter((other, k) => !S.includes(k) && compare(other, values[i]) === sign).length));
  const counted = { inverted: against(1), ties: against(0), pairs: countOf(pairs, m), squares: countOf(squares, m) };
  const minus = counted.inverted + counted.pairs;
  const positive = r * r + r * (widths[0] - r) + r * (widths[depth] - r) - counted.inverted - counted.ties + counted.pairs + counted.squares;
  const zero = sumOf(widths.slice(1).map((width, j) => width * widths[j])) - positive - minus;
  const label = r === network.best && !counted.inverted ? MINIMISER : minus ? STRICT : NON_STRICT;
  const dimension = dimensionOf(widths, m, r, rank, counted.ties);
  return { S, m, loss, label, plus: positive, minus, zero, ...counted, order: orderOf(depth, m, counted.inverted), dimension };
}

// The sum of r_v (m_v - r_v) over the nonzero values is the number of ties.
function dimensionOf(widths, m, r, rank, ties) {
  const depth = widths.length - 1, g = widths[0] - r, h = widths[depth] - r, e = rank - r;
  const hidden = sumOf(widths.slice(1, -1).map((width) => width * width));
  return hidden + h * h - e * (h - e) + g * (g - e) - countOf(tablesOf(depth).homs, m) + ties;
}

// -- the order of a saddle -------------------------------------------------------------------------------------------

function orderOf(depth, m, inverted) {
  if (inverted) return 2;
  const strings = tablesOf(depth).strings.filter((_, i) => m[i]);
  const runs = strings.flatMap((one) => (one.closing ? [[0, one.end], [one.start, depth]] : [[one.start, one.end]]));
  const gaps = strings.filter((one) => one.closing).map((one) => [one.end + 1, one.start - 1]);
  const least = Math.min(...gaps.map((gap) => runsToCover(gap, runs)));
  if (least === Infinity) return null;
  return least === 2 && gaps.every((gap) => onlyThrough(gap, runs, depth)) ? 4 : least + 1;
}

// By the run that reaches furthest each time: no cover has fewer runs.
function runsToCover([first, last], runs) {
  let count = 0;
  while (first <= last) {
    const reach = Math.max(...runs.filter(([a, b]) => a <= first && first <= b).map(([, b]) => b));
    if (reach === -Infinity) return Infinity;
    first = reach + 1;
    count++;
  }
  return count;
}

// Whether every cover by two runs has a first run from 0 and a second run to H.
function onlyThrough([first, last], runs, depth) {
  const at = (v) => runs.filter(([a, b]) => a <= v && v <= b);
  return at(first).every((one) => at(last).every((other) => other[0] > one[1] + 1 || (one[0] === 0 && other[1] === depth)));
}
