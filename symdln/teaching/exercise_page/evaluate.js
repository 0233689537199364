"use strict";
// Reads an answer with the grammar of symdln/teaching/parser.py, and compares it with the right one at random matrices
// over the field of P elements. Sizes are compared as names, before anything is computed.
const P = 2n ** 521n - 1n; // a prime; no number of at most 40 digits is a multiple of it
const TRIALS = 3, SIZES = [10, 11, 12, 13];
const MOST = { characters: 4000, depth: 50, power: 24, digits: 40 };
const TOKEN = /\s*(?:(?<number>[0-9]+)|(?<norm>\|\|)|(?<transpose>\^\s*T(?![\p{L}\p{N}_])|'|\.T(?![\p{L}\p{N}_]))|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<sign>[-+@*/()^,]))/uy;

class Unreadable extends Error {}
const refuse = (sentence) => { throw new Unreadable(sentence); };
const modulo = (x) => ((x % P) + P) % P;

// -- reading: a tree of nodes, each with its shape; null is the shape of a scalar ------------------------------------

function tokensOf(text) {
  const tokens = [], end = text.trimEnd().length;
  const place = (at) => [...text.slice(0, at)].length + 1;
  for (let at = 0; at < end;) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) {
      const rest = text.slice(at, end).trimStart();
      refuse(`'${[...rest][0]}' at character ${place(end - rest.length)} has no meaning in a formula.`);
    }
    const [kind, written] = Object.entries(found.groups).find(([, value]) => value !== undefined);
    at = TOKEN.lastIndex;
    tokens.push([kind, written, place(at - written.length)]);
  }
  return tokens;
}

const sameShape = (a, b) => a === b || (a !== null && b !== null && a[0] === b[0] && a[1] === b[1]);
const shapeText = (shape) => (shape === null ? "a scalar" : `a ${shape[0]} x ${shape[1]} matrix`);

class Reader {
  // symbols: {name: {shape, symmetric}}; scalars: names of scalars, those of the sizes among them
  constructor(text, symbols, scalars, sizes) {
    Object.assign(this, { text, symbols, scalars, sizes, tokens: tokensOf(text), place: 0, depth: 0, norms: 0 });
  }
  peek() { return this.tokens[this.place] ?? ["end", "", 0]; }
  where() { return this.place < this.tokens.length ? `at character ${this.peek()[2]}` : "at the end"; }
  take(sign) {
    const [kind, found] = this.peek();
    if (kind === "end" || (sign !== undefined && found !== sign)) {
      refuse(`${sign ? `'${sign}' is missing` : "The formula breaks off"} ${this.where()}.`);
    }
    this.place++;
    return found;
  }
  whole() {
    const tree = this.sum();
    if (this.place < this.tokens.length) refuse(`'${this.peek()[1]}' ${this.where()} does not continue the formula.`);
    return tree;
  }
  sum() {
    if (++this.depth > MOST.depth) refuse(`Brackets are nested more than ${MOST.depth} deep.`);
    const parts = [{ minus: false, tree: this.product() }], { shape } = parts[0].tree;
    while (["+", "-"].includes(this.peek()[1])) {
      const where = this.where(), minus = this.take() === "-", tree = this.product();
      if (!sameShape(shape, tree.shape)) refuse(`${shapeText(tree.shape)} cannot be added to ${shapeText(shape)} ${where}.`);
      parts.push({ minus, tree });
    }
    this.depth--;
    return parts.length > 1 ? { op: "sum", parts, shape } : parts[0].tree;
  }
  product() {
    let minus = false;
    while (["+", "-"].includes(this.peek()[1])) minus = (this.take() === "-") !== minus;
    let tree = this.factor();
    for (;;) {
      const [kind, found] = this.peek(), where = this.where();
      if (found === "@" || found === "*") { this.take(); tree = this.times(tree, this.factor(), where); }
      else if (found === "/") { this.take(); tree = { op: "over", tree, divisor: this.divisor(), shape: tree.shape }; }
      else if (kind === "name" || kind === "number" || found === "(" || (kind === "norm" && !this.norms)) tree = this.times(tree, this.factor(), where);
      else return minus ? { op: "sum", parts: [{ minus, tree }], shape: tree.shape } : tree;
    }
  }
  times(left, right, where) {
    const [a, b] = [left.shape, right.shape];
    if (a && b && a[1] !== b[0]) refuse(`${shapeText(a)} does not fit before ${shapeText(b)} ${where}.`);
    return { op: "times", left, right, shape: a && b ? [a[0], b[1]] : (a ?? b) };
  }
  divisor() {
    const [kind, found] = this.peek(), where = this.where();
    if (kind !== "number") refuse(`Only numbers divide, but '${found}' stands ${where}.`);
    return this.number() || refuse(`There is a division by zero ${where}.`);
  }
  number() {
    const digits = this.take();
    if (digits.length > MOST.digits) refuse(`A number of ${digits.length} digits is not read; at most ${MOST.digits} are.`);
    return BigInt(digits);
  }
  factor() {
    let tree = this.atom();
    for (;;) {
      const [kind, found] = this.peek();
      if (kind === "transpose") {
        this.take();
        if (tree.shape) tree = { op: "transpose", tree, shape: [tree.shape[1], tree.shape[0]] };
      } else if (found === "^") { this.take(); tree = this.power(tree); }
      else return tree;
    }
  }
  power(tree) {
    if (tree.shape) refuse(`Powers are read for scalars only ${this.where()}; write the product out.`);
    const exponent = this.peek()[0] === "number" ? this.number() : -1n;
    if (exponent < 0n || exponent > BigInt(MOST.power)) refuse(`After ^ stands T or a power from 0 to ${MOST.power}; see ${this.where()}.`);
    return { op: "power", tree, exponent, shape: null };
  }
  atom() {
    const [kind, found] = this.peek();
    if (kind === "number") return { op: "number", value: this.number(), shape: null };
    if (kind === "norm") return this.norm();
    if (found === "(") return this.bracket();
    if (kind !== "name") refuse(`A symbol, a number or a bracket is missing ${this.where()}.`);
    return this.named(this.where(), this.take());
  }
  bracket() {
    this.take("(");
    const before = this.norms;
    this.norms = 0;
    const tree = this.sum();
    this.norms = before;
    this.take(")");
    return tree;
  }
  norm() {
    this.take("||");
    this.norms++;
    const tree = this.sum();
    this.take("||");
    this.norms--;
    this.take("^");
    const where = this.where();
    if (this.take() !== "2" || !tree.shape) refuse(`A squared norm is written ||F||^2 with a matrix F; see ${where}.`);
    return { op: "norm", tree, shape: null };
  }
  named(where, name) {
    if (Object.hasOwn(this.symbols, name)) return { op: "symbol", name, shape: this.symbols[name].shape };
    if (name === "tr" && this.peek()[1] === "(") {
      const tree = this.bracket();
      if (!tree.shape || tree.shape[0] !== tree.shape[1]) refuse(`${shapeText(tree.shape)} has no trace ${where}.`);
      return { op: "trace", tree, shape: null };
    }
    if (name === "I" && this.peek()[1] === "(") return this.identity();
    if (this.scalars.includes(name)) return { op: "scalar", name, shape: null };
    const known = [...Object.keys(this.symbols), ...this.scalars].join(", ");
    return refuse(`'${name}' ${where} is not known here; the names are ${known}, and tr, I.`);
  }
  identity() {
    this.take("(");
    const where = this.where(), [kind, found] = [this.peek()[0], this.take()];
    if (kind === "number" && found.length > MOST.digits) refuse(`A number of ${found.length} digits is not read; at most ${MOST.digits} are.`);
    if (kind !== "number" && !this.sizes.includes(found)) refuse(`'${found}' ${where} is not a size; the sizes are ${this.sizes.join(", ")}.`);
    this.take(")");
    const size = kind === "number" ? BigInt(found).toString() : found;
    return { op: "identity", shape: [size, size] };
  }
}

// -- computing: a scalar is a number below P, a matrix a list of rows ------------------------------------------------

const randomNumber = () => crypto.getRandomValues(new BigUint64Array(1))[0];
const transposed = (A) => A[0].map((_, c) => A.map((row) => row[c]));
const traceOf = (A) => modulo(A.reduce((sum, row, i) => sum + row[i], 0n));
const multiplied = (A, B) => {
  const columns = transposed(B);
  return A.map((row) => columns.map((column) => row.reduce((sum, x, k) => sum + x * column[k], 0n) % P));
};
const scaled = (c, A) => (Array.isArray(A) ? A.map((row) => row.map((x) => modulo(c * x))) : modulo(c * A));
const added = (A, B) => (Array.isArray(A) ? A.map((row, i) => row.map((x, k) => (x + B[i][k]) % P)) : (A + B) % P);
const isZero = (A) => (Array.isArray(A) ? A.every((row) => row.every((x) => x === 0n)) : A === 0n);
function raised(base, exponent) {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % P) {
    if (rest & 1n) result = (result * square) % P;
  }
  return result;
}

// Random values for every name of a question; what stands for a product is computed from its definition.
class Trial {
  constructor(question) {
    this.question = question;
    this.dimensions = {};
    for (const size of question.sizes) this.dimensions[size] = SIZES[Math.floor(Math.random() * SIZES.length)];
    this.known = new Map(question.scalars.map((name) => [name, BigInt(this.dimensions[name] ?? 0) || randomNumber()]));
    this.symbols = new Map();
  }
  // A number as a size that no symbol has: its matrices are multiples of the identity, and a row of one entry holds them.
  rows(size) { return this.dimensions[size] ?? (this.question.numbers.includes(size) ? Number(size) : 1); }
  weight(size) { return this.dimensions[size] || this.question.numbers.includes(size) ? 1n : BigInt(size); }
  symbol(name) {
    if (!this.symbols.has(name)) this.symbols.set(name, this.made(name));
    return this.symbols.get(name);
  }
  made(name) {
    const { shape, symmetric } = this.question.symbols[name], definition = this.question.definitions[name];
    if (definition !== undefined) return this.value(read(this.question, definition));
    const A = Array.from({ length: this.rows(shape[0]) }, () => Array.from({ length: this.rows(shape[1]) }, randomNumber));
    return symmetric ? added(A, transposed(A)) : A;
  }
  value(tree) {
    const of = (one) => this.value(one);
    switch (tree.op) {
      case "number": return modulo(tree.value);
      case "scalar": return this.known.get(tree.name);
      case "symbol": return this.symbol(tree.name);
      case "identity": return Array.from({ length: this.rows(tree.shape[0]) }, (_, i, n = this.rows(tree.shape[0])) => Array.from({ length: n }, (_, k) => (i === k ? 1n : 0n)));
      case "sum": return tree.parts.map((part) => scaled(part.minus ? -1n : 1n, of(part.tree))).reduce(added);
      case "over": return scaled(raised(modulo(tree.divisor), P - 2n), of(tree.tree));
      case "power": return raised(of(tree.tree), tree.exponent);
      case "transpose": return transposed(of(tree.tree));
      case "trace": return modulo(this.weight(tree.tree.shape[0]) * traceOf(of(tree.tree)));
      case "norm": return modulo(this.weight(tree.tree.shape[0]) * ((A) => traceOf(multiplied(transposed(A), A)))(of(tree.tree)));
      default: return this.product(of(tree.left), of(tree.right), tree);
    }
  }
  product(left, right, tree) {
    if (tree.left.shape && tree.right.shape) return multiplied(left, right);
    return tree.left.shape ? scaled(right, left) : scaled(left, right);
  }
}

// -- judging ---------------------------------------------------------------------------------------------------------

const read = (question, text) => new Reader(text, question.symbols, question.scalars, question.sizes).whole();
const bare = (text) => text.replace(/sum_\{[^}]*\}/g, "").replace(/\s+/gu, "");

// {verdict, message} with the verdicts of `symdln derive --check`: right, blank, unchanged, wrong, unreadable.
function judge(question, text) {
  if (!text.trim()) return { verdict: "blank", message: `Not answered yet; the rule is: ${question.rule}.` };
  try {
    const length = [...text].length;
    if (length > MOST.characters) refuse(`A formula of ${length} characters is not read; at most ${MOST.characters} are.`);
    return judged(question, text, read(question, text));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { verdict: "unreadable", message: error.message[0].toUpperCase() + error.message.slice(1) };
  }
}

function judged(question, text, tree) {
  const trials = Array.from({ length: TRIALS }, () => new Trial(question));
  const found = trials.map((trial) => trial.value(tree));
  const plainZero = tree.shape === null && question.shape !== null && found.every(isZero);
  if (!plainZero && !sameShape(tree.shape, question.shape)) {
    return { verdict: "wrong", message: `It is ${shapeText(tree.shape)}, but the step gives ${shapeText(question.shape)}.` };
  }
  if (bare(text) === bare(question.before)) {
    return { verdict: "unchanged", message: `It repeats the line before; the rule is: ${question.rule}.` };
  }
  const right = question.right === "0" ? null : read(question, question.right);
  const wanted = trials.map((trial, i) => (right ? trial.value(right) : scaled(0n, found[i])));
  const multiple = (c) => (plainZero ? wanted.every(isZero) : found.every((A, i) => isZero(added(A, scaled(-c, wanted[i])))));
  if (multiple(1n)) return { verdict: "right", message: "It equals what the rule gives, at random matrices of random sizes." };
  return { verdict: "wrong", message: `It differs from what the rule gives, at random matrices${plainZero ? "" : help(multiple)}.` };
}

function help(multiple) {
  const cases = [[-1n, "; with the other sign it would be right"], [2n, "; it is twice as large"], [raised(2n, P - 2n), "; it is half as large"]];
  return cases.find(([c]) => multiple(c))?.[1] ?? "";
}
