// The exercises: what to do stands above the box, what came of it above the cards. Loaded before room.js, as asking.js is.
"use strict";

// The name of the picture that goes along with an exercise's text, while it is ticked.
function sampleOf(composer) {
  const sample = composer.elements.sample;
  return sample?.checked ? sample.dataset.name : undefined;
}

function showLesson(lesson) {
  for (const html of Object.values(lesson)) {
    const fresh = fragment(html);
    document.getElementById(fresh.id)?.replaceWith(fresh);
  }
}

function lookAt(lesson) {
  if (!lesson) return;
  showLesson(lesson);
  document.getElementById("look-title")?.focus({ preventScroll: true });
  document.getElementById("lesson-look")?.scrollIntoView({ block: "start" });
}

function choose(form) {
  quietly(form, (said) => {
    showLesson(said.lesson);
    const verdict = document.querySelector("#lesson-question .verdict");
    verdict?.focus({ preventScroll: true });
    verdict?.scrollIntoView({ block: "nearest" });
  });
}

async function goToLesson(link) {
  await go(link.getAttribute("href"), true);
  const title = document.getElementById("lesson-title");
  title?.focus({ preventScroll: true });
  title?.closest(".lesson").scrollIntoView({ block: "start" });
}
