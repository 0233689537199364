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
  headings.forEach((heading, column) => {
    heading.querySelector(".sort").addEventListener("click", () => {
      const ascending = heading.getAttribute("aria-sort") !== "ascending";
      for (const other of headings) other.setAttribute("aria-sort", "none");
      heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const key = (row) => row.cells[column].textContent.trim();
      const body = document.querySelector("#table tbody");
      const order = [...rows].sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }) * (ascending ? 1 : -1));
      body.append(...order);
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
  filter();
})();
