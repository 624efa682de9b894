// What was sent and not yet answered, in this tab, for who is signed in. Nobody else finds it, and signing out empties it.
// Who is not signed in, but has a link of their own, finds it under that very address.
const KEY = "onverzonden";
const whose = () => document.body.dataset.person;
export const here = () => location.pathname + location.search;

// Somebody else is signed in, or nobody is any more.
export function tidy() {
  const left = new URLSearchParams(location.search).has("uit");
  if (whose() ? read().person !== whose() : left) sessionStorage.removeItem(KEY);
}

export function keep(deed) {
  write([...others(deed.token), { ...deed, page: here() }]);
}

export function drop(token) {
  write(others(token));
}

// Where it was typed on this very page: then its form is filled as it was.
export function of(form) {
  const found = mine().find((deed) => deed.page === here() && fits(form, deed));
  if (found) fill(form, found.fields);
  return found;
}

// What no form of this page asks any more, and what belongs to another page.
export function elsewhere() {
  return mine().filter((deed) => whose() && !deed.asks && (deed.page !== here() || ![...document.forms].some((form) => fits(form, deed))));
}

function read() {
  try { return JSON.parse(sessionStorage.getItem(KEY)) ?? {}; } catch { return {}; }
}

function mine() {
  const kept = read();
  return kept.person === whose() ? kept.forms ?? [] : [];
}

const others = (token) => mine().filter((deed) => deed.token !== token);

function write(forms) {
  try {
    if (forms.length) sessionStorage.setItem(KEY, JSON.stringify({ person: whose(), forms }));
    else sessionStorage.removeItem(KEY);
  } catch { /* No room: the page itself still holds it. */ }
}

// The same form: it goes to the same place, and what it says of itself is the same, but for its token and an order.
function fits(form, deed) {
  if (form.method !== "post" || form.getAttribute("action") !== deed.action) return false;
  const own = [...form.elements].filter((node) => node.type === "hidden" && !["inzending", "order"].includes(node.name));
  return own.every((node) => deed.fields.some(([name, value]) => name === node.name && value === node.value));
}

function fill(form, fields) {
  const left = new Map();
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
  const place = (row) => left.get("order")?.indexOf(row.querySelector("[name=order]")?.value);
  for (const list of form.querySelectorAll("[data-enhance$=order]")) list.append(...[...list.children].sort((a, b) => place(a) - place(b)));
  for (const node of form.elements) {
    if (!node.name || /^(submit|button|file)$/.test(node.type)) continue;
    const values = left.get(node.name) ?? [];
    if (/^(radio|checkbox)$/.test(node.type)) node.checked = values.includes(node.value);
    else node.value = values.shift() ?? "";
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}
