// Moves a row at once, where the plain page asks the server to. The hidden fields travel in the order of the rows.
import { say } from "../enhance.js";

export function enhance(list) {
  list.setAttribute("data-ready", "");
  const rows = () => [...list.children];
  const words = (row) => row.querySelector(".order__text").textContent.trim();
  const told = (row) => say(`${words(row)} staat nu op plaats ${rows().indexOf(row) + 1} van ${rows().length}.`);

  function settle() {
    rows().forEach((row, place, all) => {
      for (const button of row.querySelectorAll("button[name=move]")) {
        const stuck = place === (button.value.endsWith(":up") ? 0 : all.length - 1);
        stuck ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled");
      }
    });
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    const up = button.value.endsWith(":up");
    if (button.getAttribute("aria-disabled") === "true") return say(`Dit staat al ${up ? "bovenaan" : "onderaan"}.`);
    up ? row.previousElementSibling.before(row) : row.nextElementSibling.after(row);
    settle();
    button.focus();
    told(row);
  });

  let dragged = null;
  list.addEventListener("pointerdown", (event) => {
    const row = event.target.closest(".order__grip")?.closest("li");
    if (row) row.draggable = true;
  });
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    dragged.setAttribute("data-dragging", "");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged) return;
    event.preventDefault();
    if (!over || over === dragged || over.parentElement !== list) return;
    const box = over.getBoundingClientRect();
    event.clientY < box.top + box.height / 2 ? over.before(dragged) : over.after(dragged);
  });
  list.addEventListener("dragend", () => {
    dragged.draggable = false;
    dragged.removeAttribute("data-dragging");
    settle();
    told(dragged);
    dragged = null;
  });
  settle();
}
