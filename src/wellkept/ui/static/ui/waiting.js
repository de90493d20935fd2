// On every page: what waits on this device from a visit is sent, and nobody signs out without knowing of it.
import { forget, isAble, isUsed, waiting } from "./device.js";
import { send } from "./sending.js";

const SIGN_OUT = "/accounts/logout/";

export function startWaiting() {
  if (!isAble()) return;
  document.addEventListener("submit", beforeSignOut);
  if (!document.querySelector("[data-site]")) {
    sendFromHere();
    addEventListener("online", sendFromHere);
  }
}

async function sendFromHere() {
  if (!(await isUsed())) return;
  await send();
  const sign = document.querySelector("[data-records-wait]");
  if (!sign) return;
  const { count, visit } = await waiting();
  sign.hidden = !count;
  sign.href = `/visits/${visit}/site`;
  sign.textContent = sign.dataset.recordsWait.replace("{}", count);
}

async function beforeSignOut(event) {
  const form = event.target;
  if (new URL(form.action, location.href).pathname !== SIGN_OUT || form.dataset.sure) return;
  event.preventDefault();
  if (await isUsed()) {
    if ((await waiting()).count) await send();
    const { count } = await waiting();
    if (count && !confirm(form.dataset.waits.replace("{}", count))) return;
    await forget();
  }
  sessionStorage.clear();
  form.dataset.sure = "1";
  form.submit();
}
