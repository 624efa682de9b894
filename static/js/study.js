// Looks every two seconds where the group is. Stops while nobody looks, and when the study day is closed.
import { enhance as enhanceIn, say } from "./enhance.js";

const PAUSE = 2000;

export function enhance(node) {
  let timer;
  function plan() {
    clearTimeout(timer);
    if (!document.hidden && node.isConnected && node.dataset.phase !== "closed") timer = setTimeout(look, PAUSE);
  }
  async function look() {
    try {
      const reply = await fetch(node.dataset.url);
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      if (!node.isConnected) return;
      const fresh = page.getElementById(node.id);
      // Another page, such as signing in: go there.
      if (reply.ok && !fresh) return location.reload();
      if (fresh && fresh.dataset.phase !== node.dataset.phase) return turn(fresh);
      // In the same phase only the counts move: what somebody is choosing stays.
      const counts = fresh?.querySelector("[data-counts]");
      if (counts) node.querySelector("[data-counts]")?.replaceWith(counts);
    } catch {
      // No network for a moment: look again later.
    }
    plan();
  }
  function turn(fresh) {
    const held = node.contains(document.activeElement);
    node.replaceWith(fresh);
    enhanceIn(fresh);
    if (held) fresh.querySelector("h1").focus();
    say(fresh.dataset.news);
  }
  document.addEventListener("visibilitychange", plan);
  plan();
}
