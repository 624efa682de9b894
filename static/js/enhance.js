// Finds what a page marks with data-enhance="name" and lets js/name.js make it quicker. Without this all works too.
const seen = new WeakSet();
const FILLED = "input:not([type=hidden], [autocomplete$=password]), select, textarea, [name=kies]";

export function enhance(root) {
  for (const form of root.querySelectorAll("form[method=post]:not([data-enhance])")) {
    // Where nothing is filled in but a password nothing is lost.
    if (form.elements.inzending && form.querySelector(FILLED)) form.dataset.enhance = "send";
  }
  const marked = [...root.querySelectorAll("[data-enhance]")];
  if (root.matches?.("[data-enhance]")) marked.push(root);
  for (const node of marked) {
    if (seen.has(node)) continue;
    seen.add(node);
    import(`./${node.dataset.enhance}.js`).then((module) => module.enhance(node), () => {});
  }
}

// One sentence for who listens. Emptied first, so that the same sentence is spoken again.
export function say(sentence) {
  const live = document.querySelector("[data-live]");
  if (!live || !sentence) return;
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = sentence; });
}

enhance(document);
try { if (sessionStorage.onverzonden) import("./sending/left.js"); } catch { /* no storage here */ }
document.querySelector("[data-autofocus]")?.focus();
