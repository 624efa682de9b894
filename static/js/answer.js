// Sends an answer in place. From the reply it takes the ids in data-swap, else each feedback-… and progress.
import { enhance as enhanceIn, say } from "./enhance.js";

export function enhance(form) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.plain) return;
    event.preventDefault();
    if (form.ariaBusy) return;
    form.ariaBusy = "true";
    const button = event.submitter;
    try {
      const body = new URLSearchParams(new FormData(form));
      if (button?.name) body.append(button.name, button.value);
      const address = button?.getAttribute("formaction") || form.getAttribute("action") || location.href;
      const reply = await fetch(address, { method: "POST", body });
      if (!reply.ok && reply.status !== 422) throw reply;
      // The answer is kept, the way on is elsewhere.
      if (reply.redirected && new URL(reply.url).pathname !== location.pathname) return location.assign(reply.url);
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      settle(swap(form, page), button);
      if (reply.redirected) history.replaceState(null, "", reply.url);
    } catch {
      // The ordinary way, once this event is over.
      form.dataset.plain = "yes";
      setTimeout(() => form.requestSubmit(button));
    } finally {
      form.ariaBusy = null;
    }
  });
}

function swap(form, page) {
  const ids = form.dataset.swap?.match(/\S+/g) ?? [...form.querySelectorAll("[id^=feedback-]"), { id: "progress" }].map((node) => node.id);
  // Without the first it is another page, such as signing in.
  if (!page.getElementById(ids[0])) throw page;
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
