// What pages gain from a script. Without it every form still posts and every page still reads.
import { startAutosave } from "./autosave.js";
import { startCards } from "./cards.js";
import { startCertainty } from "./certainty.js";
import { startDots } from "./dots.js";
import { startPairs } from "./pairs.js";
import { numberRankings, startRank } from "./rank.js";
import { startSplit } from "./split.js";
import { startSubmitOnce } from "./submit-once.js";
import { startThreshold } from "./threshold.js";

function start() {
  startAutosave(document);
  startCertainty(document);
  startThreshold(document); // after certainty: a slider that is not set says so
  startRank(document);
  startCards(document);
  startDots(document);
  startSplit(document);
  startPairs(document);
  startSubmitOnce(document);
  document.addEventListener("htmx:afterSettle", () => {
    startAutosave(document); // forms that a fragment brought in
    numberRankings(document);
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
