// The room, live. Without this script the page still works: forms, links and a reload.
// What somebody types is kept here, in memory, so that they can compare; it is never stored, and a reload forgets it.
"use strict";

const typed = new Map(); // message id -> what its author typed in this window
let live = null;
let retryIn = 1000;

const view = () => document.getElementById("view");
const path = () => view().dataset.path;
const say = (name) => view().dataset["say" + name[0].toUpperCase() + name.slice(1)];
const find = (attribute, value) => view().querySelector(`[data-${attribute}="${CSS.escape(value)}"]`);
const newId = () => crypto.randomUUID ? crypto.randomUUID() : `id-${Date.now()}-${Math.random().toString(16).slice(2)}`;

function status(text) { document.getElementById("status").textContent = text; }

function fragment(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html; // made by our own templates, every value escaped there
  return holder.content.firstElementChild;
}

// What was answered under a piece of the page stays when the piece is drawn anew, and so does the place of who is typing there.
function put(fresh, old) {
  const focused = document.activeElement;
  if (old.dataset.asking) fresh.dataset.asking = old.dataset.asking;
  for (const said of old.querySelectorAll(".answer-place > .answer")) {
    if (said.parentElement.closest(".answer")) continue;
    placeIn(fresh, said.closest("[data-note]")?.dataset.note)?.replaceChildren(said);
  }
  old.replaceWith(fresh);
  if (fresh.contains(focused)) focused.focus({ preventScroll: true });
}

// Where answers stand in a piece of the page: under its own buttons, or under those of one private word in it.
function placeIn(piece, note) {
  const places = [...piece.querySelectorAll(".answer-place")];
  return places.find((place) => place.closest("[data-note]")?.dataset.note === note && !place.closest(".answer"));
}

// --- the author's two sides

function compare(card) {
  const text = typed.get(card.dataset.card);
  const place = card.querySelector("[data-typed]");
  card.classList.toggle("remembers", text !== undefined && place !== null);
  if (text === undefined || place === null) return;
  const letters = Array.from(text); // offsets count characters, not UTF-16 units
  const spans = JSON.parse(card.dataset.spans);
  const read = card.querySelector(".read .body");
  const clean = card.querySelector(".clean");
  if (clean) clean.hidden = read === null || read.textContent !== text; // blurred, and the note is still on its way
  const slice = ([start, end]) => letters.slice(start, end).join("");
  place.classList.remove("quiet");
  place.replaceChildren();
  let at = 0;
  for (const span of [...spans].sort((a, b) => a[0] - b[0])) {
    if (span[0] < at) continue;
    place.append(letters.slice(at, span[0]).join(""));
    const mark = document.createElement("mark");
    mark.textContent = slice(span);
    place.append(mark);
    at = span[1];
  }
  place.append(letters.slice(at).join(""));
  for (const cell of card.querySelectorAll("[data-slice]")) cell.textContent = slice(spans[cell.dataset.slice] ?? [0, 0]);
}

function showCard(id, html) {
  const fresh = fragment(html);
  const old = find("card", id);
  if (old) put(fresh, old); else document.getElementById("cards").prepend(fresh);
  compare(fresh);
  if (fresh.dataset.state === old?.dataset.state) return; // mended, not checked for the first time
  if (fresh.dataset.state === "posted") { status(say("shared")); freshDesk(); }
  if (fresh.dataset.state === "returned") status(say("held"));
}

function showAtOnce(id, text) {
  typed.set(id, text);
  const card = document.getElementById("card-template").content.firstElementChild.cloneNode(true);
  card.dataset.card = id;
  const old = find("card", id);
  if (old) old.replaceWith(card); else document.getElementById("cards").prepend(card);
  compare(card);
  status(say("sending"));
  card.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

// --- the room

function showInFeed(change) {
  const feed = document.getElementById("feed");
  const fresh = fragment(change.html);
  const old = feed.querySelector(`[data-message="${CSS.escape(change.id)}"]`);
  if (old) { put(fresh, old); return; }
  const thread = change.thread && find("thread", change.thread);
  const item = document.createElement("li");
  item.className = "fresh";
  item.append(fresh);
  if (thread) {
    thread.querySelector(".replies").append(item);
    bringIntoRoom(item);
    return;
  }
  item.classList.add("thread");
  item.dataset.thread = change.thread || change.id;
  const replies = document.createElement("ol");
  replies.className = "replies";
  item.append(replies);
  feed.append(item);
  bringIntoRoom(item);
}

// On a wide screen the room scrolls by itself; the page stays where its reader is.
function bringIntoRoom(item) {
  const room = view().querySelector(".room");
  room.scrollTop += item.getBoundingClientRect().bottom - room.getBoundingClientRect().bottom + 16;
}

function takeAway(change) {
  const note = find("note", change.id);
  if (note) note.remove();
  const post = document.getElementById("feed").querySelector(`[data-message="${CSS.escape(change.id)}"]`);
  if (!post) return;
  const item = post.closest("li");
  const replies = item.querySelector(".replies");
  const here = post.dataset.asking || post.querySelector(".answer-place > .answer");
  if (here || (replies && replies.children.length)) put(fragment(change.html), post); else item.remove();
}

function apply(change) {
  if (change.where === "feed") showInFeed(change);
  else if (change.where === "cards") showCard(change.id, change.html);
  else if (change.where === "gone") takeAway(change);
  else if (change.where === "notes" && !find("note", change.id)) { document.getElementById("notes").prepend(fragment(change.html)); freshDesk(); }
  else if (change.where === "nudge") { const dot = find("person", change.id)?.querySelector(".nudge"); if (dot) dot.hidden = false; }
}

// --- staying up to date

function listen() {
  if (live) live.close();
  const source = new EventSource(`${path()}/live?after=${view().dataset.last}`);
  live = source;
  source.addEventListener("open", () => {
    if (document.getElementById("status").textContent === say("offline")) status(say("online"));
    retryIn = 1000;
  });
  source.addEventListener("change", (event) => {
    if (source !== live) return;
    view().dataset.last = event.lastEventId;
    JSON.parse(event.data).forEach(apply);
  });
  source.addEventListener("error", () => {
    if (source !== live) return;
    status(say("offline"));
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself, from the last number
    live = null;
    setTimeout(renew, retryIn);
    retryIn = Math.min(retryIn * 2, 15000);
  });
}

async function fetchView(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(String(response.status));
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// A fresh session after the bot was started anew: take its token, keep what stands in the box.
async function renewToken() {
  const page = await fetchView(path());
  const token = page.querySelector("#composer input[name=token]").value;
  for (const field of document.querySelectorAll("input[name=token]")) field.value = token;
}

// After the bot was started anew, perhaps with an empty room: take the page as it is now.
async function renew() {
  try { show(await fetchView(location.pathname)); status(say("online")); } catch { setTimeout(renew, retryIn); retryIn = Math.min(retryIn * 2, 15000); }
}

// Changing the person or the language swaps the page's inside, so that the window remembers what was typed in it.
let shown = location.pathname;

async function go(address, push) {
  let page;
  try { page = await fetchView(address); } catch { location.href = address; return; }
  if (push) history.pushState({}, "", address);
  shown = location.pathname;
  show(page);
  document.querySelector(".people [aria-current]").focus({ preventScroll: true });
}

function show(page) {
  const draft = document.getElementById("text").value;
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  view().replaceWith(page.getElementById("view"));
  document.getElementById("text").value = draft;
  begin();
}

function begin() {
  document.documentElement.classList.add("scripted");
  for (const card of view().querySelectorAll("[data-card]")) compare(card);
  const room = view().querySelector(".room");
  room.scrollTop = room.scrollHeight;
  listen();
}

// --- sending

async function send(address, form) {
  const post = () => fetch(address, { method: "POST", body: form, headers: { Accept: "application/json" } });
  let response = await post();
  if (response.status === 401) {
    await renewToken();
    form.set("token", document.querySelector("#composer input[name=token]").value);
    response = await post();
  }
  const said = await response.json();
  if (!response.ok) throw new Refusal(said.error);
  return said;
}

class Refusal extends Error {}

async function submit(composer) {
  const form = new FormData(composer);
  const text = composer.elements.text.value;
  const file = composer.elements.file.files[0];
  const editing = composer.elements.message.value;
  if (!text.trim() && !file) { composer.elements.text.focus(); return; }
  if (file && file.size > 5 * 1024 * 1024) { status(say("file")); return; }
  const id = editing || form.get("event_id");
  const attached = file?.name ?? sampleOf(composer);
  const before = typed.get(id);
  const place = find("card", id)?.outerHTML;
  showAtOnce(id, attached ? `${text}\n📎 ${attached}`.trim() : text);
  reset(composer);
  try {
    const said = await send(`${path()}/${editing ? "edit" : "send"}`, form);
    const now = find("card", id);
    if (said.card && (!now || now.dataset.state === "checking")) showCard(id, said.card);
    lookAt(said.lesson);
  } catch (fault) {
    if (before === undefined) typed.delete(id); else typed.set(id, before);
    if (place) showCard(id, place); else find("card", id)?.remove();
    composer.elements.text.value = text;
    composer.elements.message.value = editing;
    composer.elements.event_id.value = form.get("event_id"); // the same event, should it have got through after all
    status(fault instanceof Refusal ? fault.message : say("unsent"));
  }
}

function reset(composer) {
  plainWishes();
  wishes(true);
  composer.elements.text.value = "";
  composer.elements.file.value = "";
  composer.elements.message.value = "";
  composer.elements.reply_to.value = "";
  composer.elements.event_id.value = newId();
  document.getElementById("file-name").textContent = "";
  document.getElementById("context").hidden = true;
}

function context(text) {
  const line = document.getElementById("context");
  line.querySelector("span").textContent = text;
  line.hidden = false;
  wishes(false);
}

function reply(link) {
  const composer = document.getElementById("composer");
  composer.elements.message.value = "";
  composer.elements.reply_to.value = link.dataset.reply;
  context(`${say("replying")} ${link.dataset.byline}`);
  composer.elements.text.focus();
}

function edit(id) {
  const composer = document.getElementById("composer");
  const read = find("card", id).querySelector(".read .body");
  composer.elements.message.value = id;
  composer.elements.reply_to.value = "";
  composer.elements.text.value = typed.get(id) ?? (read ? read.textContent : "");
  context(say("editing"));
  composer.elements.text.focus();
}

async function quietly(form, done, undo = () => {}) {
  try { done(await send(form.getAttribute("action"), new FormData(form))); } catch (fault) {
    undo();
    status(fault instanceof Refusal ? fault.message : say("unsent"));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.id === "composer" && event.submitter?.matches("[data-first]")) seeFirst(form, event.submitter);
  else if (form.id === "composer") submit(form);
  else if (form.matches(".press, .report, .words, .order")) ask(form);
  else if (form.matches(".choices")) choose(form);
  else if (window.confirm(say("delete"))) quietly(form, (said) => { if (said.card) showCard(said.message, said.card); });
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a, button");
  if (!link) return;
  const composer = document.getElementById("composer");
  if (link.dataset.example !== undefined) composer.elements.text.value = link.dataset.example;
  else if (link.dataset.reply !== undefined) reply(link);
  else if (link.dataset.edit !== undefined) edit(link.dataset.edit);
  else if (link.id === "cancel") reset(composer);
  else if (link.id === "earlier") document.getElementById("cards").classList.add("all");
  else if (link.matches(".lesson-link")) goToLesson(link);
  else if (link.matches(".desk-link")) goToDesk(link);
  else if (link.closest(".people, .languages")) go(link.getAttribute("href"), true);
  else return;
  event.preventDefault();
  if (link.dataset.example !== undefined) composer.elements.text.focus();
});

document.addEventListener("change", (event) => {
  if (event.target.id === "file") document.getElementById("file-name").textContent = event.target.files[0]?.name ?? "";
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "text") {
    event.preventDefault();
    document.getElementById("composer").requestSubmit();
  }
});

// A jump within the page (the skip link) is no other view: drawing it anew would take the focus from who is typing.
window.addEventListener("popstate", () => location.pathname !== shown && go(location.pathname, false));
begin();
