// Sends any form but an answer in place: what comes back is a page, or says where to go on.
import { ASKED, listen } from "./sending/deed.js";

export function enhance(form) {
  listen(form, ASKED, async (reply) => {
    const { go, show } = await import("./sending/show.js");
    const on = reply.headers.get("X-Way-On");
    on ? go(on) : show(reply.words);
  });
}
