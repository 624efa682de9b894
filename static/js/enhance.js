// Finds what a page marks with data-enhance="name" and lets js/name.js make it quicker. Without this all works too.
const seen = new WeakSet();

export function enhance(root) {
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
document.querySelector("[data-autofocus]")?.focus();
