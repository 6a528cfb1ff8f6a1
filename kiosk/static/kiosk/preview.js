// Preview: the survey's screens of a draft, for its authors; no answer is kept, none is sent, no memory is opened.
import { startSurvey } from "./screens/survey.js";
import { load } from "./words.js";

const root = document.getElementById("app");
/** Takes every answer as the outbox would, and forgets it. */
const forget = { revise: async () => {}, finish: async () => {} };

await load();
startSurvey(root, { bundle: JSON.parse(root.dataset.bundle), begin: async () => forget });
