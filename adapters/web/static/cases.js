// My cases, the four buttons, and a message that is seen before it is posted. Loaded before room.js, as asking.js is.
"use strict";

// The page about cases changes with what was asked there; what was answered stays where it stands.
function showDesk(html) {
  const old = document.getElementById("desk");
  if (html && old) put(fragment(html), old);
}

// Something happened that it may tell of. Whoever types or chooses there just now is not disturbed.
async function freshDesk() {
  const desk = document.getElementById("desk");
  const busy = () => desk.querySelector("details[open]") || [...desk.querySelectorAll("input[type=text]")].some((field) => field.value)
    || (desk.contains(document.activeElement) && !document.activeElement.closest(".answer"));
  if (!desk || busy()) return;
  try {
    const page = await fetchView(location.pathname);
    const fresh = page.getElementById("desk");
    if (fresh && desk.isConnected && !busy()) put(document.adoptNode(fresh), desk);
  } catch { /* the next look brings it */ }
}

async function goToDesk(link) {
  await go(link.getAttribute("href"), true);
  const title = document.getElementById("desk-title");
  (title ?? document.getElementById("text")).focus({ preventScroll: true });
  (title?.closest(".desk") ?? document.getElementById("composer")).scrollIntoView({ block: title ? "start" : "nearest" });
}

// What a message is for has no say in an answer or a change.
function wishes(offered) {
  const [choices, first] = [document.getElementById("wishes"), document.querySelector("#composer [data-first]")];
  if (!choices) return;
  choices.hidden = choices.disabled = first.hidden = !offered;
}

function plainWishes() {
  const choices = document.getElementById("wishes");
  for (const field of choices?.querySelectorAll("input") ?? []) field.checked = field.defaultChecked;
  for (const option of choices?.querySelectorAll("option") ?? []) option.selected = option.defaultSelected;
}

// The cases to choose from are those of the moment at which somebody looks for one.
async function freshOffers() {
  const select = document.querySelector("#wishes select");
  try {
    const [page, chosen] = [await fetchView(location.pathname), select.value];
    const fresh = page.querySelector("#wishes select");
    if (!fresh) return;
    select.replaceChildren(...document.adoptNode(fresh).children);
    if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
  } catch { /* those that stand there do */ }
}

const seen = new Map(); // draft -> what its author typed, until it is posted

async function seeFirst(composer, button) {
  const text = composer.elements.text.value;
  if (!text.trim()) { composer.elements.text.focus(); return; }
  const place = find("desk", "draft").querySelector(".answer-place");
  try {
    const said = await send(button.getAttribute("formaction"), new FormData(composer));
    place.replaceChildren(fragment(said.answer));
    const draft = place.querySelector("input[name=action][value=draft_send]")?.form.elements.subject.value.split("/")[0];
    if (draft) { seen.set(draft, text); reset(composer); }
    place.firstElementChild.focus({ preventScroll: true });
    place.firstElementChild.scrollIntoView({ block: "nearest" });
  } catch (fault) {
    status(fault instanceof Refusal ? fault.message : say("unsent"));
  }
}

// A draft that is posted becomes a message; its card comes with the room's news.
function remember(form) {
  const draft = form.elements.action?.value === "draft_send" ? form.elements.subject.value.split("/")[0] : "";
  if (seen.has(draft)) typed.set(`draft-${draft}`, seen.get(draft));
}

document.addEventListener("toggle", (event) => { if (event.target.open && event.target.closest("#wishes")) freshOffers(); }, true);
