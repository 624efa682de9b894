// What a script that sent a form does next. Loaded when there is an answer, so there is a network.
import { enhance as enhanceIn } from "../enhance.js";

// To the same address a browser would only move to a part of this page.
export async function go(address) {
  const to = new URL(address, location.href);
  if (to.pathname + to.search !== location.pathname + location.search) return location.assign(to);
  try {
    const reply = await fetch(to);
    show(await reply.text(), to);
  } catch {
    location.reload();
  }
}

// Another page came back, under the same address: back leads to the page as it was.
export function show(text, to = location.href) {
  const page = new DOMParser().parseFromString(text, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  enhanceIn(document);
  history.replaceState({ fresh: true }, "");
  history.pushState({ fresh: true }, "", to);
  const aim = document.querySelector("[data-autofocus]") ?? document.getElementById(location.hash.slice(1));
  scrollTo(0, 0);
  aim?.scrollIntoView();
  (aim ?? document.querySelector("main"))?.focus({ preventScroll: true });
}

addEventListener("popstate", (event) => { if (event.state?.fresh) location.reload(); });
