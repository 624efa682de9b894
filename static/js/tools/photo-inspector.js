// Reads a photo that somebody chose, in this browser. Nothing leaves it: there is no address here to send anything to.
// All words stand in the page; this shows the right ones and fills in what the file holds.
import { say } from "../enhance.js";
import { kindOf, read } from "./exifreader.js";

const NEAR = 25; // kilometres from a town of the table

export function enhance(tool) {
  const find = (name) => tool.querySelector(`[data-${name}]`);
  const input = tool.querySelector("input");
  find("plain").hidden = true;
  find("tool").hidden = false;
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    const found = await inspect(file, tool.dataset).catch(() => ({ outcome: "broken" }));
    if (input.files[0] === file) show(found);
  });

  function show({ outcome, ...found }) {
    for (const text of tool.querySelectorAll("[data-case]")) text.hidden = text.dataset.case !== outcome;
    for (const row of tool.querySelectorAll("[data-fact]")) {
      row.hidden = !found[row.dataset.fact];
      row.querySelector("dd").textContent = found[row.dataset.fact] ?? "";
    }
    find("facts").hidden = find("remove").hidden = outcome !== "found";
    find("part").hidden = outcome !== "found" || !found.broken;
    const dot = found.at && onMap(find("map").querySelector("svg"), found.at);
    find("map").hidden = !dot;
    find("abroad").hidden = !found.at || dot;
    find("result").hidden = false;
    const { say: sentence } = tool.querySelector(`[data-case="${outcome}"]`).dataset;
    find("verdict").textContent = sentence;
    find("verdict").focus();
    say(`${sentence}.`);
  }
}

async function inspect(file, { limit, unsure, towns }) {
  if (file.size > limit * 2 ** 20) return { outcome: "large" };
  const view = new DataView(await file.arrayBuffer());
  const kind = kindOf(view);
  if (kind === "heic" || !kind) return { outcome: kind || "other" };
  const given = read(view);
  const { maker, model } = given;
  const named = model.toLowerCase().startsWith(maker.toLowerCase()) ? model : `${maker} ${model}`.trim();
  const found = {
    place: where(given, unsure, towns),
    taken: given.dates.map(moment).find(Boolean) ?? "",
    device: named || given.other,
    owner: given.owner,
  };
  const any = Object.values(found).some(Boolean);
  return { outcome: any ? "found" : given.broken ? "broken" : "nothing", broken: given.broken, at: given.at, ...found };
}

function where({ at, unsure, town }, words, towns) {
  if (!at) return unsure ? words : town;
  const place = `${degrees(at.latitude, "noord", "zuid")}, ${degrees(at.longitude, "oost", "west")}`;
  const near = nearest(at, towns);
  return near ? `${place} (bij ${near})` : place;
}

// The town of our table that is nearest, when it is near enough to name.
function nearest({ latitude, longitude }, towns) {
  const far = (north, east) => Math.hypot((north - latitude) * 111.2, (east - longitude) * 111.2 * Math.cos(latitude * Math.PI / 180));
  const [name, away] = towns.split(";").map((row) => row.split("|")).map(([town, north, east]) => [town, far(north, east)])
    .reduce((one, other) => (other[1] < one[1] ? other : one));
  return away <= NEAR ? name : "";
}

function degrees(angle, above, below) {
  return `${Math.abs(angle).toFixed(4).replace(".", ",")}° ${angle < 0 ? below : above}`;
}

// 2026:03:12 13:47:05 is a moment on the clock of the camera, in no time zone. What is no day of the calendar is none.
function moment(text) {
  const [, year, month, day, hour, minute] = (text ?? "").match(/^(\d{4})[:/-]?(\d\d)[:/-]?(\d\d)(?:[ T](\d\d):(\d\d))?/) ?? [];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!(year >= 1900) || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== +day || hour > 23 || minute > 59) return "";
  const named = date.toLocaleDateString("nl", { dateStyle: "long", timeZone: "UTC" });
  return hour ? `${named}, ${+hour}.${minute} uur` : named;
}

function onMap(map, { latitude, longitude }) {
  const { west, east, south, north } = map.dataset;
  const across = (longitude - west) / (east - west), down = (north - latitude) / (north - south);
  if (!(across >= 0 && across <= 1 && down >= 0 && down <= 1)) return false;
  const dot = map.querySelector("circle");
  dot.setAttribute("cx", across * map.viewBox.baseVal.width);
  dot.setAttribute("cy", down * map.viewBox.baseVal.height);
  dot.removeAttribute("visibility");
  return true;
}
