// What is wrong with a mail as it stands on the screen: one line each.
() => {
  const found = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) {
    found.push(`scrolls sideways: ${document.documentElement.scrollWidth} px`);
  }
  const name = (element) => `<${element.tagName.toLowerCase()}> ${element.innerText.slice(0, 40)}`;
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width && (box.left < -0.5 || box.right > wide + 0.5)) {
      found.push(`beyond the edge: ${name(element)}`);
    }
    const style = getComputedStyle(element);
    if (style.overflow !== "visible" && element.scrollWidth > element.clientWidth + 1) {
      found.push(`cut: ${name(element)}`);
    }
  }
  const part = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const [r, g, b, a = 1] = part(getComputedStyle(one).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || ["STYLE", "SCRIPT"].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    if (parseFloat(style.fontSize) < 14) found.push(`${style.fontSize}: ${text.slice(0, 40)}`);
    const [one, other] = [light(part(style.color).slice(0, 3)), light(ground(element))].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (other + 0.05);
    if (contrast < 4.5) found.push(`contrast ${contrast.toFixed(1)}: ${text.slice(0, 40)}`);
  }
  for (const image of document.images) {
    if (!image.complete || !image.naturalWidth) found.push("a picture that is not shown");
  }
  return [...new Set(found)];
}
