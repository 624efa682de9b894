// Sorts a list that is wholly on the page. The address changes along, so reload, bookmark and export agree.
import { say } from "./enhance.js";

const dutch = new Intl.Collator("nl", { numeric: true, sensitivity: "base" });

export function enhance(table) {
  table.tHead.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const head = link.closest("th");
    const down = head.getAttribute("aria-sort") === "ascending";
    const key = (row) => row.cells[head.cellIndex].dataset.sort ?? row.cells[head.cellIndex].textContent.trim();
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort((a, b) => (down ? -1 : 1) * dutch.compare(key(a), key(b))));
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const here = new URL(location.href);
    here.searchParams.set("sorteer", (down ? "-" : "") + head.dataset.key);
    history.replaceState(null, "", here);
    say(`Gesorteerd op ${link.textContent.trim()}, ${down ? "aflopend" : "oplopend"}.`);
  });
}
