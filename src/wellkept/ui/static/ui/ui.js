// The script of every page. Without it all main paths work; with it they are faster under the fingers.
import { startDialogs } from "./dialogs.js";
import { startDrafts } from "./drafts.js";
import { startFind } from "./find.js";
import { pressWhatWaited, startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { registerMorph } from "./morph.js";
import { startRequests } from "./requests.js";
import { startTheme } from "./theme.js";
import { startWaiting } from "./waiting.js";

registerMorph();
startRequests();
startTheme();
startDialogs();
startKeys();
startFind();
startDrafts();
startLive();
startWaiting();
pressWhatWaited();
