// Reads a photo that somebody chose, in this browser. Nothing leaves it: there is no address here to send anything to.
// All words stand in the page; this shows the right ones and fills in what the file holds.
import exifr from "../../vendor/exifr/mini.esm.js";
import { say } from "../enhance.js";

const WANTED = { mergeOutput: false, ifd0: true, exif: true, gps: true };
const MAKER = 0x10f, MODEL = 0x110, ARTIST = 0x13b, CHANGED = 0x132, TAKEN = 0x9003, OWNER = 0xa430;
const words = (value) => String(value ?? "").split("\0").join("").trim();

export function enhance(tool) {
  const find = (name) => tool.querySelector(`[data-${name}]`);
  const input = tool.querySelector("input");
  find("plain").hidden = true;
  find("tool").hidden = false;
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    const found = await inspect(file, tool.dataset.limit * 2 ** 20).catch(() => ({ outcome: "broken" }));
    if (input.files[0] === file) show(found);
  });

  function show({ outcome, ...found }) {
    for (const text of tool.querySelectorAll("[data-case]")) text.hidden = text.dataset.case !== outcome;
    for (const row of tool.querySelectorAll("[data-fact]")) {
      row.hidden = !found[row.dataset.fact];
      row.querySelector("dd").textContent = found[row.dataset.fact] ?? "";
    }
    find("facts").hidden = outcome !== "found";
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

async function inspect(file, limit) {
  if (file.size > limit) return { outcome: "large" };
  const bytes = await file.arrayBuffer();
  const head = new Uint8Array(bytes.slice(0, 12));
  const kind = String.fromCharCode(...head.slice(4));
  if (/^ftyp(hei|hev|mif1|msf1)/.test(kind)) return { outcome: "heic" };
  if (head[0] !== 0xff || head[1] !== 0xd8) return { outcome: "other" };
  const { ifd0 = {}, exif = {}, gps = {}, errors } = (await exifr.parse(bytes, WANTED)) ?? {};
  const at = Number.isFinite(gps.latitude) && Number.isFinite(gps.longitude) ? gps : null;
  const maker = words(ifd0[MAKER]), model = words(ifd0[MODEL]);
  const found = {
    at,
    place: at && `${degrees(at.latitude, "noord", "zuid")}, ${degrees(at.longitude, "oost", "west")}`,
    taken: moment(words(exif[TAKEN] ?? ifd0[CHANGED])),
    device: model.startsWith(maker) ? model : `${maker} ${model}`.trim(),
    owner: words(exif[OWNER]) || words(ifd0[ARTIST]),
  };
  const any = Object.values(found).some(Boolean);
  return { outcome: any ? "found" : errors ? "broken" : "nothing", ...found };
}

function degrees(angle, above, below) {
  return `${Math.abs(angle).toFixed(4).replace(".", ",")}° ${angle < 0 ? below : above}`;
}

// 2026:03:12 13:47:05 is a moment on the clock of the camera, in no time zone.
function moment(text) {
  const [, year, month, day, hour, minute] = text.match(/^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d)/) ?? [];
  if (!+year || !+month || !+day) return "";
  const date = new Date(Date.UTC(year, month - 1, day));
  return `${date.toLocaleDateString("nl", { dateStyle: "long", timeZone: "UTC" })}, ${+hour}.${minute} uur`;
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
