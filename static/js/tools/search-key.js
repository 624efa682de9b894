// "/" puts the cursor in the box of people, unless somebody is in a field; a button switches it off, in this browser.
import { say } from "../enhance.js";

const KEY = "sneltoets";

export function enhance(hint) {
  const input = document.getElementById(hint.dataset.for);
  if (!input || !matchMedia("(any-pointer: fine)").matches) return; // a phone has no such key
  const [words, button] = hint.children;
  const set = (on) => {
    words.textContent = on ? hint.dataset.on : hint.dataset.off;
    button.textContent = on ? "Sneltoets / uit" : "Sneltoets / aan";
    if (on) input.setAttribute("aria-keyshortcuts", "/");
    else input.removeAttribute("aria-keyshortcuts");
  };
  let on = true;
  try { on = localStorage.getItem(KEY) !== "uit"; } catch { /* no storage here */ }
  set(on);
  hint.hidden = false;
  button.addEventListener("click", () => {
    set(on = !on);
    say(words.textContent);
    try { on ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, "uit"); } catch { /* no storage here */ }
  });
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest("input, select, textarea, dialog, [contenteditable]");
    if (!on || busy || event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
