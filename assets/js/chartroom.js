// What pages gain from a script. Without it every form still posts and every page still reads.
import { startAutosave } from "./autosave.js";
import { startCertainty } from "./certainty.js";
import { numberRankings, startRank } from "./rank.js";
import { startSubmitOnce } from "./submit-once.js";

function start() {
  startAutosave(document);
  startCertainty(document);
  startRank(document);
  startSubmitOnce(document);
  document.addEventListener("htmx:afterSettle", () => {
    startAutosave(document); // forms that a fragment brought in
    numberRankings(document);
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
