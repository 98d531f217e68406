// Suggestions below a search box: links, found while somebody types. The form
// works without them. Arrow keys go through the links, Escape closes them.
(() => {
  "use strict";
  const live = document.getElementById("live");
  for (const form of document.querySelectorAll("form[data-suggest]")) {
    const input = form.querySelector("input[type=search]");
    const list = form.querySelector(".suggest");
    let timer = 0, asked = null, text = "";

    const close = () => {
      clearTimeout(timer);
      asked?.abort();
      list.hidden = true;
      list.replaceChildren();
      text = "";
    };
    const links = () => [...list.querySelectorAll("a")];
    const ask = async () => {
      const wanted = input.value.trim();
      if (wanted === text) return;
      asked?.abort();
      if (wanted.length < 2) return close();
      asked = new AbortController();
      const query = new URLSearchParams(new FormData(form));
      query.set("suggest", "1");
      try {
        const reply = await fetch(form.action + "?" + query, {signal: asked.signal, headers: {Accept: "text/html"}});
        if (!reply.ok) return close();
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        if (input.value.trim() !== wanted) return;
        text = wanted;
        list.replaceChildren(...page.body.children);
        list.hidden = links().length === 0;
        live.textContent = list.querySelector("[data-announce]")?.dataset.announce ?? "";
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 150);
    });
    form.addEventListener("keydown", (event) => {
      const all = links(), at = all.indexOf(document.activeElement);
      if (event.key === "Escape" && !list.hidden) {
        close();
        input.focus();
        live.textContent = "";
        event.preventDefault();
      } else if (event.key === "ArrowDown" && all.length > 0) {
        all[Math.min(at + 1, all.length - 1)].focus();
        event.preventDefault();
      } else if (event.key === "ArrowUp" && at >= 0) {
        (at === 0 ? input : all[at - 1]).focus();
        event.preventDefault();
      }
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) setTimeout(() => form.contains(document.activeElement) || close(), 150);
    });
  }
})();
