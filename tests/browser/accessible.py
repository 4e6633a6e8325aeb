"""What a page tells a screen reader, and its colours: WCAG 2.2, the points that a script can see.

axe-core (https://github.com/dequelabs/axe-core, inside of the package axe-playwright-python) knows some ninety of them; a
few of ours are stricter or are about all our pages alike.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
_MEANT = ("meta-refresh",)
"""The page that shows who somebody is leaves by itself after a while, and says so: a limit that is essential (WCAG 2.2.1)."""
_HINDERS = frozenset({"serious", "critical"})
"""What keeps somebody from reading or using a page, as axe-core rates it."""

_LOOK = """
() => {
  const found = [];
  const seen = e => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden' && !e.closest('.unseen, .skip');
  if (!document.documentElement.lang) found.push('the page has no language');
  if (!document.title.trim()) found.push('the page has no title');
  if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
  if (document.querySelectorAll('main').length !== 1) found.push('not one main');
  let level = 0;
  for (const h of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const n = +h.tagName[1];
    if (n > level + 1) found.push(`heading skips to ${h.tagName}: ${h.textContent.trim()}`);
    level = n;
  }
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!e.labels.length && !e.getAttribute('aria-label')) found.push(`no label: ${e.outerHTML.slice(0, 80)}`);
  for (const e of document.querySelectorAll('button, a, summary'))
    if (!(e.textContent.trim() || e.getAttribute('aria-label'))) found.push(`no name: ${e.outerHTML.slice(0, 80)}`);
  for (const e of document.querySelectorAll('[aria-describedby], [aria-labelledby]'))
    for (const id of `${e.getAttribute('aria-describedby') || ''} ${e.getAttribute('aria-labelledby') || ''}`.trim().split(/\\s+/))
      if (!document.getElementById(id)) found.push(`nothing has the id ${id}`);
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of new Set(ids.filter((id, n) => ids.indexOf(id) !== n))) found.push(`twice the id ${id}`);
  for (const e of document.querySelectorAll('img')) if (e.getAttribute('alt') === null) found.push('a picture without alt');
  for (const e of document.querySelectorAll('button, input:not([type=hidden]), select, summary, nav a')) {
    const box = e.getBoundingClientRect();
    const target = (e.labels?.[0] ?? e).getBoundingClientRect();
    if (seen(e) && (Math.max(box.height, target.height) < 24 || Math.max(box.width, target.width) < 24))
      found.push(`too small to hit: ${e.outerHTML.slice(0, 80)}`);
  }
  const rgb = text => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; } return [255, 255, 255, 1]; };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let t; (t = texts.nextNode());) {
    const e = t.parentElement;
    if (!t.data.trim() || !seen(e)) continue;
    const style = getComputedStyle(e), [a, b] = [light(rgb(style.color).slice(0, 3)), light(behind(e).slice(0, 3))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    const ratio = (a + .05) / (b + .05);
    if (ratio < (large ? 3 : 4.5)) found.push(`contrast ${ratio.toFixed(2)}: ${t.data.trim().slice(0, 40)}`);
  }
  return found;
}
"""


def faults(page: Page) -> list[str]:
    """What is wrong, in words; empty where nothing is found. Waits for the style sheets: sizes and colours are theirs."""
    page.wait_for_load_state("load")
    return [str(fault) for fault in page.evaluate(_LOOK)] + hindrances(page)


def hindrances(page: Page) -> list[str]:
    """What axe-core finds that hinders somebody: its rule, what is wrong there, and the first elements that it is about.

    It needs timers, so a window without JavaScript is not looked at.
    """
    page.wait_for_load_state("load")
    if not page.evaluate("matchMedia('(scripting: enabled)').matches"):
        return []
    page.emulate_media(reduced_motion="reduce")  # what is still fading in has no colour yet
    rules = {"target-size": {"enabled": True}} | {name: {"enabled": False} for name in _MEANT}
    found = _AXE.run(page, options={"resultTypes": ["violations"], "rules": rules})
    return [
        f"{rule['id']}: {rule['help']}: " + " | ".join(node["html"][:160] for node in rule["nodes"][:3])
        for rule in found.response["violations"]
        if rule["impact"] in _HINDERS
    ]
