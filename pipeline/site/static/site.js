"use strict";
// Colours: as the system, light or dark; kept for the next page where the browser allows it.
(function () {
  const order = ["", "light", "dark"];
  const root = document.documentElement;
  function kept() {
    try { return localStorage.getItem("chipwire-theme") || ""; } catch (error) { return ""; }
  }
  function use(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }
  use(kept());

  function themeButton() {
    const button = document.querySelector("button.theme");
    const label = button.querySelector("span");
    const said = button.dataset; // in the language of the page, where it is not English
    const names = { "": label.textContent, light: said.light || "light", dark: said.dark || "dark" };
    let theme = order.includes(kept()) ? kept() : "";
    label.textContent = names[theme];
    button.hidden = false;
    button.addEventListener("click", function () {
      theme = order[(order.indexOf(theme) + 1) % order.length];
      use(theme);
      label.textContent = names[theme];
      try { localStorage.setItem("chipwire-theme", theme); } catch (error) { /* not kept */ }
    });
  }

  // What shares a sentence lights up together: statement, sentence, amount, quote, date.
  function light(from) {
    const wanted = new Set(from ? from.dataset.s.split(" ").filter(Boolean) : []);
    for (const one of document.querySelectorAll("[data-s]")) {
      const shares = one.dataset.s.split(" ").some((number) => wanted.has(number));
      one.classList.toggle("lit", shares);
    }
  }
  function lighting() {
    const main = document.querySelector("main");
    const near = (event) => (event.target instanceof Element ? event.target.closest("[data-s]") : null);
    main.addEventListener("mouseover", (event) => light(near(event)));
    main.addEventListener("mouseleave", () => light(null));
    main.addEventListener("focusin", (event) => light(near(event)));
    main.addEventListener("focusout", () => light(null));
  }

  document.addEventListener("DOMContentLoaded", function () {
    themeButton();
    if (document.querySelector("[data-s]")) lighting();
  });
})();
