// Sends an answer in place. From the reply it takes the ids in data-swap, else each feedback-… and progress.
import { enhance as enhanceIn, say } from "./enhance.js";
import { listen } from "./sending/deed.js";

export function enhance(form) {
  listen(form, {}, async (reply, button) => {
    // The answer is kept, the way on is elsewhere.
    if (reply.redirected && new URL(reply.url).pathname !== location.pathname) return location.assign(reply.url);
    const page = new DOMParser().parseFromString(reply.words, "text/html");
    const nodes = reply.ok || reply.status === 422 ? swap(form, page) : null;
    // Another page, such as signing in.
    if (!nodes) return (await import("./sending/show.js")).show(reply.words);
    settle(nodes, button);
    if (reply.redirected) history.replaceState(null, "", reply.url);
  });
}

function swap(form, page) {
  const ids = form.dataset.swap?.match(/\S+/g) ?? [...form.querySelectorAll("[id^=feedback-]"), { id: "progress" }].map((node) => node.id);
  if (!page.getElementById(ids[0])) return null;
  return ids.flatMap((id) => {
    const old = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (!old || !fresh) return [];
    old.replaceWith(fresh);
    return [fresh, ...fresh.querySelectorAll("*")];
  });
}

function settle(nodes, button) {
  enhanceIn(document);
  const same = (node) => button?.name && node.name === button.name && node.value === button.value;
  (nodes.find((node) => node.matches("[data-focus]")) ?? nodes.find(same))?.focus();
  say(nodes.find((node) => node.matches("[data-say]"))?.dataset.say);
}
