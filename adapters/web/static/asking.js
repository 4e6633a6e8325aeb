// What is asked of the bot and answered to one person alone: a button, a detail that somebody saw, words that were asked for.
// Loaded before room.js, which holds what somebody typed (`typed`), finds pieces of the page and sends forms.
"use strict";

// The answer stands under the buttons from which it all began, in the place of the one before. The piece of the page that
// they stand in may be drawn anew while the bot answers, so its place is found by name.
function placeOf(form) {
  const note = form.closest("[data-note]")?.dataset.note;
  const piece = form.closest("[data-message], [data-card]") ?? form.closest("[data-note], [data-desk]");
  if (!piece) return () => form.parentElement;
  const [kind] = ["message", "card", "note", "desk"].filter((name) => piece.dataset[name] !== undefined);
  const id = piece.dataset[kind];
  piece.dataset.asking = "yes";
  return () => {
    const now = find(kind, id);
    if (now) delete now.dataset.asking;
    return now && placeIn(now, note);
  };
}

function answered(form, place, said) {
  if (!place || said.ended) status(fragment(said.answer).querySelector("p").textContent);
  if (!place) return;
  const subject = form.elements.subject?.value;
  const first = form.closest(".answer") === null;
  place.replaceChildren(fragment(said.answer));
  if (said.ended && first) place.parentElement.querySelector(":scope > .press-row")?.remove();
  const same = subject && place.querySelector(`input[name=subject][value="${CSS.escape(subject)}"]`)?.form.querySelector("button");
  const field = place.querySelector("textarea");
  if (field?.form.dataset.asks === "anew") field.value = typed.get(place.closest("[data-card]")?.dataset.card) ?? "";
  (field ?? same ?? place.firstElementChild).focus({ preventScroll: true });
  place.firstElementChild.scrollIntoView({ block: "nearest" });
}

let anew = null; // what somebody wants instead of a message of theirs, until they post it

function ask(form) {
  const card = form.closest("[data-card]")?.dataset.card;
  const before = typed.get(card);
  if (form.dataset.asks === "anew") anew = { card, text: form.elements.text.value };
  const posts = form.elements.action?.value === "draft_send" && anew?.card === card && card !== undefined;
  if (posts) typed.set(card, anew.text); // the card is drawn anew before the answer to this is here
  const undo = () => { if (posts) { if (before === undefined) typed.delete(card); else typed.set(card, before); } };
  const place = placeOf(form);
  remember(form);
  quietly(form, (said) => { showDesk(said.desk); answered(form, place(), said); if (!said.ended) undo(); }, () => { place(); undo(); });
}
