// Says when the projector was last updated; and, once that is no blip any more, that it is cut off.

import { t } from "./words.js";

const BLIP = 20000; // ms the wire may be gone before the whole hall is told
const SILENT = 40000; // ms without a word on a wire that seems open: the board beats within 30 s

export function watchFreshness(wire, clock) {
  const fresh = document.getElementById("fresh");
  const banner = document.getElementById("cut-off");
  let heard = Date.now();

  function tell() {
    const quiet = Date.now() - heard;
    const cut = wire.state === "cut";
    const last = clock(heard + wire.skew).text;
    fresh.textContent = cut ? t("Reconnecting… last updated {time}", { time: last }) : t("Updated {time}", { time: last });
    const lost = quiet > (cut ? BLIP : SILENT);
    document.getElementById("wall").classList.toggle("is-cut-off", lost);
    banner.hidden = !lost;
    if (lost) banner.textContent = t("Cut off since {time}. What stands here may be out of date.", { time: last });
  }

  wire.addEventListener("frame", () => {
    heard = Date.now();
    tell();
  });
  wire.addEventListener("state", tell);
  setInterval(tell, 1000);
  tell();
}
