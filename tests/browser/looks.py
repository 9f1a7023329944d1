"""What is looked for on a page in Chromium besides its picture: axe, sideways scroll, text that is cut off."""

from tests.browser.conftest import sideways, violations

# Text that its box cuts: more of it than the box shows, with the rest hidden. Crumbs end in an ellipsis on a phone by
# design, and what only screen readers hear is one pixel large. In a drawing: text that leaves the drawing.
CLIPPED = """() => {
    const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const hides = (style) => [style.overflowX, style.overflowY].some((value) => value === "hidden" || value === "clip");
    const found = [];
    for (const element of document.querySelectorAll("main *, header *, footer *")) {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const apart = element.closest(".crumbs, .visually-hidden, svg, details:not([open])");
        if (box.width < 2 || box.height < 2 || apart) continue;
        const more = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
        if (own(element) && hides(style) && more) found.push(`cut off: ${element.outerHTML.slice(0, 140)}`);
    }
    for (const drawing of document.querySelectorAll("main svg[role=img]")) {
        const room = drawing.getBoundingClientRect();
        if (room.width < 2) continue;
        for (const text of drawing.querySelectorAll("text")) {
            const box = text.getBoundingClientRect();
            if (box.width && (box.left < room.left - 2 || box.right > room.right + 2))
                found.push(`leaves its drawing: ${text.textContent}`);
        }
    }
    return found.slice(0, 5);
}"""


def faults(page):
    """Everything that is wrong with the page as it stands, one line each."""
    return [*sideways(page), *page.evaluate(CLIPPED), *violations(page), *page.complaints]
