// Something was sent in this tab and never answered. When its page is not this one, or does not ask it any more, it is sent from here.
import { ASKED, callout, isAway, make, post } from "./deed.js";
import { drop, elsewhere, here, tidy } from "./unsent.js";

async function resend(deed) {
  const reply = await post(deed.address, new URLSearchParams(deed.fields), ASKED);
  const away = isAway(reply) || reply.status === 500;
  const told = !away && deed.page === here();
  if (told || reply.ok) drop(deed.token);
  if (reply.ok) return;
  // What is wrong with it is said by the page that came back.
  if (told) return (await import("./show.js")).show(reply.words);
  const notice = callout("Wat u eerder stuurde, is nog niet aangekomen. Het staat er nog.");
  const way = make("a", "", "Ga terug naar die pagina");
  way.href = deed.page;
  notice.append(way);
  document.querySelector("main")?.prepend(notice);
}

tidy();
for (const deed of elsewhere()) resend(deed);
