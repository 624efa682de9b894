// A link to a confirm page opens that same question in a dialog. Escape, the backdrop and the "not doing" button close
// it and focus returns to the link.
import { enhance as enhanceIn } from "./enhance.js";

export function enhance(link) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) return;
    event.preventDefault();
    try {
      const reply = await fetch(link.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      open(document.importNode(page.querySelector("[data-dialog]"), true), link);
    } catch {
      location.assign(link.href);
    }
  });
}

function open(question, link) {
  const dialog = document.createElement("dialog");
  // On its own page the question is the h1; here the page behind has one already.
  const title = question.querySelector("h1");
  const heading = document.createElement("h2");
  for (const { name, value } of title.attributes) heading.setAttribute(name, value);
  heading.setAttribute("autofocus", "");
  heading.append(...title.childNodes);
  title.replaceWith(heading);
  question.removeAttribute("aria-labelledby");
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(question);
  dialog.addEventListener("click", (event) => {
    if (event.target !== dialog && !event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  document.body.append(dialog);
  enhanceIn(dialog);
  dialog.showModal();
}
