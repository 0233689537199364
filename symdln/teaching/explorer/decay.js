// The kinds of the loss with weight decay, 1/2 ||P - diag(values)||^2 + 1/2 decay sum ||W_j||^2: which values are used at
// the large, the double or the small root (symdln/decay). Signs are decided by exact comparisons; losses are decimals.
const DECAYED = ["global minimiser", "strict saddle", "non-strict saddle", "local minimum"];
const LOCAL = 3;
const LEVELS = ["dropped", "small", "double", "large"];

// Distinct values with the number of copies, and the signs against the two thresholds.
function modesOf({ values, depth }, decay) {
  const height = (t) => times(power(t, depth - 2), power(plus([1n, 1n], [-t[0], t[1]]), depth));
  const threshold = (n, d) => ((h) => times(power(decay, depth), [h[1], h[0]]))(height(fraction(BigInt(n), BigInt(d))));
  const [fold, even] = [threshold(depth - 2, 2 * depth - 2), threshold(depth - 2, depth - 1)];
  const distinct = values.filter((value, i) => i === 0 || compare(values[i - 1], value));
  return distinct.map((value) => {
    const x = power(value, 2 * (depth - 1));
    return { value, copies: values.filter((one) => !compare(one, value)).length, fold: compare(x, fold), even: compare(x, even) };
  });
}

const rootsOf = (mode, depth) => (depth === 2 ? Number(mode.fold > 0) : mode.fold > 0 ? 2 : mode.fold < 0 ? 0 : 1);

function* decayedKinds(network, decay) {
  const { depth, widths } = network, modes = modesOf(network, decay);
  function* choices(place, rank) {
    if (place === modes.length) { if (rank === 0) yield []; return; }
    const roots = rootsOf(modes[place], depth), most = roots ? Math.min(rank, modes[place].copies) : 0;
    const room = sumOf(modes.slice(place + 1).map((mode) => mode.copies));
    for (let total = most; total >= Math.max(0, rank - room); total--) {
      for (let small = 0; small <= (roots === 2 ? total : 0); small++) {
        for (const rest of choices(place + 1, rank - total)) yield [[total - small, small], ...rest];
      }
    }
  }
  for (let rank = 0; rank <= Math.min(...widths); rank++) for (const used of choices(0, rank)) yield decayedKind(network, decay, modes, used);
}

function decayedKind(network, decay, modes, used) {
  const { depth, widths } = network, rank = sumOf(used.flat());
  // copies[place][level]: how many copies of the value have this level
  const copies = used.map(([large, small], i) => {
    const double = depth > 2 && rootsOf(modes[i], depth) === 1;
    return [modes[i].copies - large - small, small, double ? large : 0, double ? 0 : large];
  });
  const number = (level) => sumOf(copies.map((one) => one[level]));
  const ties = sumOf(copies.map((one) => (sumOf(one) ** 2 - sumOf(one.map((n) => n * n))) / 2));
  const inverted = sumOf(copies.flatMap((one, i) => copies.slice(0, i).flatMap((larger) => one.flatMap((n, level) => larger.slice(0, level).map((k) => n * k)))));
  const orbit = ((depth - 1) * rank * (rank - 1)) / 2 + rank * sumOf(widths.slice(1, -1).map((width) => width - rank)) + ties;
  const [small, double] = [number(1), number(2)], spare = depth === 2 ? widths[1] - rank : 0;
  const dropped = (sign) => sumOf(copies.map((one, i) => (modes[i].fold === sign ? one[0] : 0)));
  const minus = (small * (small + 1)) / 2 + inverted + spare * dropped(1);
  const zero = orbit + (double * (double + 1)) / 2 + spare * dropped(0);
  const parameters = sumOf(widths.slice(1).map((width, j) => width * widths[j]));
  const label = decayedClass(network, modes, rank, minus, double);
  return { used, copies, rank, label, plus: parameters - minus - zero, minus, zero, orbit, loss: decayedLoss(network, decay, modes, copies) };
}

function decayedClass({ depth, widths }, modes, rank, minus, double) {
  if (minus) return STRICT;
  if (depth === 2) return MINIMISER;
  if (double) return NON_STRICT;
  const beyond = (sign) => Math.min(...widths, sumOf(modes.map((mode) => (mode.even >= sign ? mode.copies : 0))));
  return beyond(1) <= rank && rank <= beyond(0) ? MINIMISER : LOCAL;
}

// L(0) and what each used mode adds, (x t / 2) ((H - 2) - (H - 1) t) at its root t of t^(H-2) (1 - t)^H = decay^H / x^(H-1).
function decayedLoss({ values, depth }, decay, modes, copies) {
  const fold = (depth - 2) / (2 * depth - 2), height = (t) => t ** (depth - 2) * (1 - t) ** depth;
  const root = (right, level) => {
    let [low, high] = level === 3 ? [fold, 1] : [0, fold];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (height(middle) < right === (level === 3)) high = middle; else low = middle;
    }
    return level === 2 ? fold : low;
  };
  const parts = copies.flatMap((one, i) => {
    const x = asNumber(modes[i].value) ** 2, right = asNumber(decay) ** depth / x ** (depth - 1);
    return [1, 2, 3].filter((level) => one[level]).map((level) => ((t) => one[level] * (x * t / 2) * (depth - 2 - (depth - 1) * t))(root(right, level)));
  });
  return sumOf([...values.map((s) => asNumber(s) ** 2 / 2), ...parts]);
}
