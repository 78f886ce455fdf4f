// What is wrong with how the page looks, one flaw a line: text that is hard to read, a page that scrolls sideways, and
// controls without a name. The least contrast is that of WCAG 2.2 AA.

function channels(color) {
  const found = color.match(/[\d.]+/g).map(Number);
  return { rgb: found.slice(0, 3), alpha: found[3] ?? 1 };
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ground(element) {
  for (let at = element; at; at = at.parentElement) {
    const { rgb, alpha } = channels(getComputedStyle(at).backgroundColor);
    if (alpha === 1) {
      return rgb;
    }
  }
  return [255, 255, 255];
}

function contrast(element) {
  const [light, dark] = [luminance(channels(getComputedStyle(element).color).rgb), luminance(ground(element))]
    .sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function isShown(element) {
  return element.checkVisibility() && element.getBoundingClientRect().width > 1;
}

const flaws = [];
const texts = [...document.body.querySelectorAll("*")].filter((element) => isShown(element) && !element.disabled
  && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== ""));
for (const element of texts.slice(0, 400)) {
  const ratio = contrast(element);
  if (ratio < 4.5) {
    flaws.push(`contrast of ${ratio.toFixed(1)}: ${element.tagName} "${element.textContent.trim().slice(0, 40)}"`);
  }
}
if (texts.length < 12) {
  flaws.push(`only ${texts.length} texts are shown`);
}
for (const element of document.querySelectorAll("a, button, input, select, summary")) {
  const name = element.getAttribute("aria-label") || [...(element.labels ?? [])].map((label) => label.textContent).join("")
    || (element.matches("input") ? "" : element.textContent);
  if (isShown(element) && name.trim() === "") {
    flaws.push(`no name: ${element.outerHTML.slice(0, 80)}`);
  }
}
if (document.documentElement.scrollWidth > innerWidth) {
  flaws.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} over ${innerWidth}`);
}
if (document.querySelectorAll("h1").length !== 1 || document.querySelectorAll("main h2").length === 0) {
  flaws.push("the headings do not begin with one h1 and an h2");
}
return flaws.join("\n");
