"use strict";
// Filters and sorts the table, remembers the theme, copies commands. Without it the page reads the same.
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("script");

  const theme = document.getElementById("theme");
  const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const show = (name) => {
    root.dataset.theme = name;
    theme.setAttribute("aria-pressed", String(name === "dark"));
  };
  show(stored() || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  theme.addEventListener("click", () => {
    const name = root.dataset.theme === "dark" ? "light" : "dark";
    show(name);
    try { localStorage.setItem("theme", name); } catch { /* a page opened from a file may have no storage */ }
  });

  const text = document.getElementById("text");
  const source = document.getElementById("source");
  const boxes = all("input[name=verdict]");
  const rows = all("#table tbody tr");
  const articles = new Map(all("article").map((article) => [article.id, article]));
  // What is filtered and sorted stands in the address, so that a view can be sent to somebody.
  let sorted = "";
  const remember = () => {
    const state = new URLSearchParams();
    if (text.value) state.set("text", text.value);
    if (source.value) state.set("source", source.value);
    const off = boxes.filter((box) => !box.checked).map((box) => box.value);
    if (off.length) state.set("without", off.join(" "));
    if (sorted) state.set("sort", sorted);
    const query = state.toString();
    try { history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`); } catch { /* some viewers keep no address */ }
  };
  const recall = () => {
    const state = new URLSearchParams(location.search);
    text.value = state.get("text") || "";
    if ([...source.options].some((option) => option.value === state.get("source"))) source.value = state.get("source");
    const off = new Set((state.get("without") || "").split(" "));
    for (const box of boxes) box.checked = !off.has(box.value);
    sorted = state.get("sort") || "";
  };

  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const row of rows) {
      const content = row.textContent.toLowerCase();
      const fits = (!source.value || row.dataset.source === source.value) && verdicts.has(row.dataset.verdict)
        && words.every((word) => content.includes(word));
      row.hidden = !fits;
      articles.get(row.dataset.id).hidden = !fits;
      shown += fits;
    }
    for (const section of all("section.source")) section.hidden = !all("article", section).some((article) => !article.hidden);
    document.getElementById("shown").textContent = `${shown} of ${rows.length} claims shown`;
    remember();
  };
  text.form.addEventListener("submit", (event) => event.preventDefault());
  text.addEventListener("input", filter);
  source.addEventListener("change", filter);
  for (const box of boxes) box.addEventListener("change", filter);

  // A link to a claim that is filtered away shows it again.
  const reveal = () => {
    const article = articles.get(decodeURIComponent(location.hash.slice(1)));
    if (!article || !article.hidden) return;
    text.value = ""; source.value = "";
    for (const box of boxes) box.checked = true;
    filter();
    article.scrollIntoView();
  };
  addEventListener("hashchange", reveal);

  const headings = all("#table thead th");
  const sort = (column, ascending) => {
    for (const heading of headings) heading.setAttribute("aria-sort", "none");
    headings[column].setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const key = (row) => row.cells[column].textContent.trim();
    const order = [...rows].sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }) * (ascending ? 1 : -1));
    document.querySelector("#table tbody").append(...order);
    sorted = `${ascending ? "" : "-"}${column + 1}`;
  };
  headings.forEach((heading, column) => {
    heading.querySelector(".sort").addEventListener("click", () => {
      sort(column, heading.getAttribute("aria-sort") !== "ascending");
      remember();
    });
  });

  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); text.focus(); }
    if (event.key === "Escape" && document.activeElement === text) { text.value = ""; filter(); }
  });

  for (const button of all(".copy")) {
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
        button.textContent = "Copied";
      } catch { button.textContent = "Select it to copy"; }
    });
  }
  recall();
  if (/^-?[1-9]$/.test(sorted) && Math.abs(sorted) <= headings.length) sort(Math.abs(sorted) - 1, sorted[0] !== "-");
  filter();
})();
