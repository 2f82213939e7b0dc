// The actions of the pages: they send requests like any client, with the token of the acting user,
// or to the control API with the control token. Responses are never inserted as HTML, except a page
// of the sandbox itself, in which the Content-Security-Policy allows no inline script.
"use strict";

const API = "/api/1.0";
const CONTROL = "/_sandbox";
const KEPT = "asana-sandbox-notice"; // the sessionStorage key of the notice to show after a reload

// Sending

async function call(method, path, body) {
  const control = method.startsWith("CONTROL ");
  const { token, controlToken } = document.body.dataset;
  const headers = { Authorization: `Bearer ${control ? controlToken : token}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch((control ? CONTROL : API) + path, {
    method: control ? method.slice(8) : method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(control ? body : { data: body }),
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  const text = await response.text();
  if (!response.ok) throw new Error(refusal(response, text));
  return JSON.parse(text);
}

function refusal(response, text) {
  let words = response.statusText;
  try {
    words = JSON.parse(text).errors.map((error) => error.message).join("; ");
  } catch { /* The body is not JSON, for example after an injected fault. */ }
  const wait = response.headers.get("Retry-After");
  return `${response.status}: ${words}${wait ? ` (retry after ${wait} s)` : ""}`;
}

function valueOf(control) {
  if (control.type === "checkbox") return control.checked || undefined;
  if (control.value === "" && control.dataset.empty) return control.dataset.empty === "null" ? null : undefined;
  if (control.dataset.type === "date") return { date: control.value };
  return control.dataset.type === "json" ? JSON.parse(control.value) : control.value;
}

function isChanged(control) {
  if (control.tagName !== "SELECT") return control.value !== control.defaultValue;
  const first = [...control.options].findIndex((option) => option.defaultSelected);
  return control.selectedIndex !== Math.max(first, 0);
}

function fieldsOf(form) {
  const named = [...form.elements].filter((each) => each.name);
  const chosen = named.filter((each) => !("path" in each.dataset) && (!("changed" in form.dataset) || isChanged(each)));
  const fields = {};
  for (const each of chosen) {
    const [name, inner] = each.name.split("."); // "custom_fields.12" is nested
    const value = valueOf(each);
    if (value === undefined) continue;
    if (inner) (fields[name] ??= {})[inner] = value;
    else fields[name] = value;
  }
  return fields;
}

async function send(form) {
  const [, method, template] = form.dataset.send.match(/^((?:CONTROL )?\w+) (\S+)$/);
  const path = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(form.elements[name].value));
  const fields = fieldsOf(form);
  if ("changed" in form.dataset && !Object.keys(fields).length) return say("Nothing was changed.");
  await change(form, () => call(method, path, /DELETE$/.test(method) ? undefined : fields), form.dataset.done || "Done.");
}

// Send a request, then reload the page with a notice, keeping focus and scroll position.
async function change(source, request, done) {
  if (source.getAttribute("aria-busy") === "true") return;
  source.setAttribute("aria-busy", "true");
  try {
    await request();
  } catch (error) {
    say(error instanceof TypeError ? "The sandbox did not respond." : error.message, true);
    source.removeAttribute("aria-busy");
    return;
  }
  const focused = document.activeElement && document.activeElement.id;
  const open = [...document.querySelectorAll("details[id][open]")].map((each) => each.id);
  sessionStorage.setItem(KEPT, JSON.stringify({ done, focused, open, y: window.scrollY, url: location.href }));
  location.reload();
}

function resume() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  sessionStorage.removeItem(KEPT);
  if (!kept || kept.url !== location.href) return;
  for (const id of kept.open) if (id !== "edit" && document.getElementById(id)) document.getElementById(id).open = true;
  window.scrollTo(0, kept.y);
  const focused = kept.focused && document.getElementById(kept.focused);
  if (focused) focused.focus({ preventScroll: true });
  say(kept.done);
}

// Notices

function say(words, failed = false) {
  const notice = document.getElementById("notice");
  notice.textContent = words;
  notice.className = failed ? "failed" : "done";
}

async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea"); // no clipboard permission, or plain HTTP
    area.value = text;
    area.className = "hidden";
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  say("Copied.");
}

async function enter(form) {
  const headers = { Authorization: `Bearer ${form.elements.token.value}` };
  const response = await fetch(form.dataset.enter, { method: "POST", headers });
  if (response.ok) location.reload();
  else say("This is not the control token.", true);
}

async function showJson(details) {
  if (!details.open || details.dataset.shown) return;
  details.dataset.shown = "yes";
  const place = details.querySelector("pre");
  try {
    place.textContent = JSON.stringify((await call("GET", details.dataset.json)).data, null, 2);
  } catch (error) {
    place.textContent = error.message;
    delete details.dataset.shown;
  }
}

// Live view: reload the content every two seconds while the page is visible.

async function follow() {
  const box = document.querySelector("input[data-live]");
  const here = document.getElementById("live");
  if (!box || !box.checked || document.hidden || here.contains(document.activeElement)) return;
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.getElementById("live");
    if (fresh && fresh.innerHTML !== here.innerHTML) here.replaceWith(document.adoptNode(fresh));
  } catch { /* The sandbox has stopped: keep the last content. */ }
}

// Boards: cards can be dragged; with a keyboard, a task can be moved on its own page.

function drag(event) {
  const card = event.target.closest && event.target.closest(".card");
  if (!card) return;
  event.dataTransfer.setData("text/plain", card.dataset.task);
  event.dataTransfer.effectAllowed = "move";
}

function over(event) {
  if (event.target.closest(".lane")) event.preventDefault();
}

function drop(event) {
  const lane = event.target.closest(".lane");
  const task = event.dataTransfer.getData("text/plain");
  if (!lane || !/^\d+$/.test(task)) return;
  event.preventDefault();
  change(lane, () => call("POST", `/sections/${lane.dataset.section}/addTask`, { task }), "Moved.");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.enter) {
    event.preventDefault();
    enter(form);
  }
  if (!form.dataset.send) return;
  event.preventDefault();
  if (!form.dataset.confirm || window.confirm(form.dataset.confirm)) send(form);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (button) copy(button);
});
document.addEventListener("toggle", (event) => {
  if (event.target.dataset && event.target.dataset.json) showJson(event.target);
}, true);
document.addEventListener("dragstart", drag);
document.addEventListener("dragover", over);
document.addEventListener("drop", drop);
document.querySelectorAll("details[data-json][open]").forEach(showJson);
setInterval(follow, 2000);
resume();
