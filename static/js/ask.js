// A form whose answer is another address, such as a filter or a letter: without a network its page stays.
import { callout } from "./enhance.js";

export function enhance(form) {
  let notice;
  form.addEventListener("submit", (event) => {
    notice?.remove();
    if (navigator.onLine) return;
    event.preventDefault();
    notice = callout("Geen verbinding. Wat u invulde, staat er nog.");
    form.append(notice);
  });
}
