// What a photo file says of itself: EXIF, XMP and IPTC, in JPEG and WebP. Bytes in, facts out; nothing is guessed.
const SIZES = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1 };
const EXIF = 0x8769, GPS = 0x8825;
const TAGS = {
  maker: [0, 0x10f], model: [0, 0x110], host: [0, 0x13c], lens: [EXIF, 0xa434],
  owner: [EXIF, 0xa430], artist: [0, 0x13b],
};
const DATES = [[EXIF, 0x9003], [EXIF, 0x9004], [0, 0x132], [GPS, 0x1d]];
const text = (bytes) => new TextDecoder().decode(bytes).split("\0").join("").trim();
const part = (view, at, size) => new Uint8Array(view.buffer, view.byteOffset + at, size);
const slice = (view, at, size) => new DataView(view.buffer, view.byteOffset + at, size);
const word = (view, at, size) => String.fromCharCode(...part(view, at, Math.min(size, Math.max(0, view.byteLength - at))));

// jpeg, webp, heic, or an empty string for anything else.
export function kindOf(view) {
  const start = word(view, 0, 12);
  if (/^....ftyp(hei|hev|mif1|msf1)/s.test(start)) return "heic";
  if (/^RIFF....WEBP/s.test(start)) return "webp";
  return start.startsWith("\xff\xd8") ? "jpeg" : "";
}

// Everything there is to tell. broken: part of it could not be read, so more may be in it.
export function read(view) {
  const found = { dirs: {}, xmp: "", iptc: {}, broken: false };
  found.broken = !(kindOf(view) === "webp" ? webp(view, found) : jpeg(view, found)) || found.broken;
  const of = (name) => value(found, ...TAGS[name]) ?? "";
  return {
    broken: found.broken,
    ...place(found),
    dates: [...DATES.map((tag) => value(found, ...tag)), ...["exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "xmp:ModifyDate"].map((name) => field(found.xmp, name)), found.iptc[55]],
    maker: of("maker") || field(found.xmp, "tiff:Make"),
    model: of("model") || field(found.xmp, "tiff:Model"),
    other: of("lens") || of("host"),
    owner: of("owner") || of("artist") || found.iptc[80] || "",
    town: [field(found.xmp, "photoshop:City") || found.iptc[90], field(found.xmp, "photoshop:Country") || found.iptc[101]].filter(Boolean).join(", "),
  };
}

// True when the file is whole up to the picture, and ends.
function jpeg(view, found) {
  let at = 2;
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return false;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) { at += 1; continue; }
    if (marker === 0xda) return ends(view, at);
    const size = view.getUint16(at + 2);
    const whole = size >= 2 && at + 2 + size <= view.byteLength;
    const rest = Math.max(0, Math.min(size - 2, view.byteLength - at - 4));
    block(slice(view, at + 4, rest), marker, found);
    if (!whole) return false;
    at += 2 + size;
  }
  return word(view, at, 2) === "\xff\xd9";
}

function ends(view, from) {
  for (let at = view.byteLength - 2; at > from; at -= 1) if (view.getUint16(at) === 0xffd9) return true;
  return false;
}

function block(view, marker, found) {
  const start = word(view, 0, 29);
  if (marker === 0xe1 && start.startsWith("Exif\0")) tiff(slice(view, 6, Math.max(0, view.byteLength - 6)), found);
  if (marker === 0xe1 && start.startsWith("http://ns.adobe.com/xap/1.0/")) found.xmp += text(part(view, 29, view.byteLength - 29));
  if (marker === 0xed && start.startsWith("Photoshop 3.0")) iptc(view, found);
}

function webp(view, found) {
  let at = 12;
  while (at + 8 <= view.byteLength) {
    const name = word(view, at, 4), size = view.getUint32(at + 4, true);
    const rest = Math.min(size, view.byteLength - at - 8);
    const skip = word(view, at + 8, 4) === "Exif" ? 6 : 0;
    if (name === "EXIF") tiff(slice(view, at + 8 + skip, Math.max(0, rest - skip)), found);
    if (name === "XMP ") found.xmp += text(part(view, at + 8, rest));
    if (rest < size) return false;
    at += 8 + size + (size % 2);
  }
  return at > 12 && at <= view.byteLength + 1;
}

function tiff(view, found) {
  try {
    const little = view.getUint16(0) === 0x4949;
    if (!little && view.getUint16(0) !== 0x4d4d) throw new RangeError();
    directory(view, view.getUint32(4, little), little, 0, found);
  } catch {
    found.broken = true;
  }
}

function directory(view, at, little, name, found) {
  const dir = (found.dirs[name] ??= {});
  const count = view.getUint16(at, little);
  for (let n = 0; n < count; n += 1) {
    try {
      const start = at + 2 + n * 12, tag = view.getUint16(start, little);
      if (name === 0 && (tag === EXIF || tag === GPS)) directory(view, view.getUint32(start + 8, little), little, tag, found);
      else dir[tag] ??= entry(view, start, little);
    } catch {
      found.broken = true;
    }
  }
}

function entry(view, start, little) {
  const type = view.getUint16(start + 2, little), count = view.getUint32(start + 4, little);
  const size = SIZES[type] * count;
  if (!size) return undefined;
  const at = size <= 4 ? start + 8 : view.getUint32(start + 8, little);
  if (size > view.byteLength) throw new RangeError();
  if (SIZES[type] === 1) return text(part(view, at, size));
  return Array.from({ length: count }, (_, n) => number(view, at + n * SIZES[type], type, little));
}

function number(view, at, type, little) {
  if (type === 5) return view.getUint32(at, little) / view.getUint32(at + 4, little);
  if (type === 10) return view.getInt32(at, little) / view.getInt32(at + 4, little);
  if (type === 11) return view.getFloat32(at, little);
  if (type === 12) return view.getFloat64(at, little);
  return SIZES[type] === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
}

function iptc(view, found) {
  const bytes = part(view, 0, view.byteLength);
  for (let at = 0; at + 5 <= bytes.length; at += 1) {
    if (bytes[at] !== 0x1c || bytes[at + 1] !== 2) continue;
    const size = bytes[at + 3] * 256 + bytes[at + 4];
    found.iptc[bytes[at + 2]] ??= text(bytes.slice(at + 5, at + 5 + size));
    at += 4 + size;
  }
}

function value(found, dir, tag) {
  const given = found.dirs[dir]?.[tag];
  return typeof given === "string" ? given : undefined;
}

function field(xml, name) {
  const match = xml.match(new RegExp(`${name}(?!\\w)(?:\\s*=\\s*["']([^"']*)["']|[^>]*>\\s*([^<]*)<)`));
  return (match?.[1] ?? match?.[2] ?? "").trim();
}

// at: where; unsure: a place is there, without saying which side of the equator or of Greenwich it is on.
function place({ dirs, xmp }) {
  const gps = dirs[GPS] ?? {};
  if (gps[9] !== "V" && gps[2] && gps[4]) {
    const latitude = angle(gps[2], 90), longitude = angle(gps[4], 180);
    const sides = side(gps[1], "N", "S") * side(gps[3], "E", "W");
    if (latitude !== null && longitude !== null && (latitude || longitude)) {
      if (!sides) return { at: null, unsure: true };
      return { at: { latitude: latitude * side(gps[1], "N", "S"), longitude: longitude * side(gps[3], "E", "W") }, unsure: false };
    }
  }
  const latitude = written(field(xmp, "exif:GPSLatitude"), 90, "N", "S"), longitude = written(field(xmp, "exif:GPSLongitude"), 180, "E", "W");
  const known = latitude !== null && longitude !== null && (latitude || longitude);
  return { at: known ? { latitude, longitude } : null, unsure: false };
}

const side = (given, plus, minus) => (given === plus ? 1 : given === minus ? -1 : 0);

function angle(parts, most) {
  if (!Array.isArray(parts)) return null;
  const [degrees, minutes = 0, given = 0] = parts;
  const seconds = Number.isNaN(given) ? 0 : given;
  const fits = degrees >= 0 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60;
  const whole = degrees + minutes / 60 + seconds / 3600;
  return fits && whole <= most ? whole : null;
}

function written(given, most, plus, minus) {
  const parts = given.slice(0, -1).split(",").map(Number);
  const sign = side(given.slice(-1), plus, minus), whole = angle(parts, most);
  return sign && whole !== null ? sign * whole : null;
}
