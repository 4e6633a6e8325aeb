// The page to write on works without this script; with it, the redacted text is copied with one tap.
"use strict";

document.documentElement.classList.add("scripted");

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text.value);
    return true;
  } catch { // no permission, or a web view without a clipboard: the older way, or by hand
    text.focus();
    text.select();
    try { return document.execCommand("copy"); } catch { return false; }
  }
}

document.getElementById("copy")?.addEventListener("click", async () => {
  const said = document.getElementById("copy-said");
  const done = await copied(document.getElementById("copy-text"));
  said.textContent = done ? said.dataset.copied : said.dataset.notCopied;
});

// A second tap on a slow connection would find the link or the page used up already.
for (const form of document.forms) {
  let sent = false;
  form.addEventListener("submit", (event) => { if (sent) event.preventDefault(); sent = true; });
  window.addEventListener("pageshow", () => { sent = false; });
}
