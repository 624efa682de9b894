// Sends a form. When that fails the page stays as it is, says so, and tries again with the same token.
import { drop, keep, of } from "./unsent.js";

export const ASKED = { "X-Way-On": "asked" };
const GONE = "Geen verbinding.";
const SECRET = "[autocomplete$=password]";
const PATIENCE = 20000;
const PAUSES = [1, 2, 4, 8, 15];
const failed = new Map();

export function listen(form, headers, settle) {
  if (!form.elements.inzending) return;
  const deed = { form, headers, settle, tries: 0 };
  form.addEventListener("submit", (event) => {
    // An old browser does not say which button was pressed: it sends the form itself.
    if (form.dataset.plain || event.submitter === undefined || !form.requestSubmit) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    deed.button = event.submitter;
    attempt(deed);
  });
  const kept = of(form);
  if (!kept || kept.asks) return;
  deed.button = [...form.elements].find((node) => node.type === "submit" && node.name === kept.button[0] && node.value === kept.button[1]);
  attempt(deed);
}

async function attempt(deed) {
  const { form } = deed;
  clearTimeout(deed.timer);
  if (!form.isConnected) return done(deed);
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const sent = written(deed);
  if (!form.querySelector("[type=file]")) keep({ ...sent, fields: sent.fields.filter(([name]) => !form.elements[name]?.matches?.(SECRET)) });
  const reply = await post(sent.address, body(form, sent.fields), deed.headers);
  form.removeAttribute("aria-busy");
  const fault = isAway(reply) ? GONE : refused(reply.status, form);
  if (fault !== GONE) drop(sent.token);
  if (fault) return wait(deed, fault, reply.status);
  done(deed);
  deed.settle(reply, deed.button);
}

export const isAway = ({ status }) => !status || status === 408 || status > 500;

// What cannot pass by waiting, and whose page would take the place of a text.
function refused(status, form) {
  if (status === 500) return "Er ging iets mis bij ons.";
  return form.querySelector("textarea") && { 404: "Deze pagina is er niet meer.", 413: "Dit is te lang om te versturen." }[status];
}

function written({ form, button }) {
  const fields = [...new FormData(form)];
  const pressed = [button?.name ?? "", button?.value ?? ""];
  if (pressed[0]) fields.push(pressed);
  const action = form.getAttribute("action");
  // A password is never kept, so its form is only filled in again.
  const asks = !!form.querySelector(SECRET);
  return { token: form.elements.inzending.value, action, address: button?.getAttribute("formaction") || action || location.href, fields, button: pressed, asks };
}

function body(form, fields) {
  const parts = form.enctype === "multipart/form-data" ? new FormData() : new URLSearchParams();
  for (const [name, value] of fields) parts.append(name, value);
  return parts;
}

// The reply with its words; without a reply a status of 0.
export async function post(address, parts, headers) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const reply = await fetch(address, { method: "POST", body: parts, headers, signal: stop.signal });
    return Object.assign(reply, { words: await reply.text() });
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

function wait(deed, fault, status) {
  deed.tries += 1;
  failed.set(deed.form, deed);
  addEventListener("beforeunload", warn);
  tell(deed, fault, status);
  if (fault === GONE) deed.timer = setTimeout(() => attempt(deed), 1000 * (PAUSES[deed.tries - 1] ?? PAUSES.at(-1)));
}

function done(deed) {
  failed.delete(deed.form);
  if (!failed.size) removeEventListener("beforeunload", warn);
  deed.notice?.remove();
  deed.notice = null;
  deed.tries = 0;
}

const warn = (event) => { event.preventDefault(); event.returnValue = ""; };

function tell(deed, fault, status) {
  const { form, button, notice: earlier } = deed;
  const mine = form.matches(".item__form, [aria-labelledby=keuzes]") ? "Uw antwoord" : "Wat u invulde,";
  const notice = deed.notice = callout(`${fault} ${mine} staat er nog.`);
  if (button?.matches(".choice-list__button")) notice.append(make("p", "", `U koos: ${button.textContent.trim()}`));
  if (fault === GONE) notice.append(make("p", "", "Wij proberen het vanzelf opnieuw. Blijf op deze pagina."));
  const row = make("p", "button-row");
  row.append(press("Probeer het nu", () => { deed.tries = 0; attempt(deed); }));
  // Something in the browser may keep scripts from sending, and not the browser itself.
  if (!status && deed.tries > 1 && navigator.onLine) row.append(press("Verstuur op een andere manier", () => plain(deed)));
  notice.append(row);
  if (earlier) return earlier.replaceWith(notice);
  form.append(notice);
  notice.scrollIntoView({ block: "nearest" });
}

function plain({ form, button, timer }) {
  clearTimeout(timer);
  removeEventListener("beforeunload", warn);
  form.dataset.plain = "yes";
  form.requestSubmit(button);
}

export function make(tag, name, words = "") {
  const node = document.createElement(tag);
  node.className = name;
  node.textContent = words;
  return node;
}

export function callout(what) {
  const node = make("div", "callout callout--warning flow");
  const title = make("p", "callout__title", what);
  title.setAttribute("role", "alert");
  node.append(title);
  return node;
}

function press(words, deed) {
  const button = make("button", "button button--secondary", words);
  button.type = "button";
  button.addEventListener("click", deed);
  return button;
}

addEventListener("online", () => { for (const deed of failed.values()) attempt(deed); });
