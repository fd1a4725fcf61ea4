// Light, dark or as the system has it. A classic script in <head>: it must run before the first paint.
// The choice lives in localStorage (other tabs follow at once) and in a cookie (the server can write it into the page).
(() => {
  const KEY = "theme";
  const YEAR_SECONDS = 365 * 24 * 60 * 60;
  const root = document.documentElement;

  function stored() {
    try {
      const kept = localStorage.getItem(KEY);
      if (kept) return kept;
    } catch {
      // Storage can be switched off; the cookie is then all there is.
    }
    return /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1] ?? "system";
  }

  function apply(choice) {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
    for (const radio of document.querySelectorAll('input[name="theme"]')) radio.checked = radio.value === choice;
  }

  function keep(choice) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${KEY}=${choice}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // See stored().
    }
  }

  root.dataset.js = "";
  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  document.addEventListener("change", (event) => {
    if (event.target.name !== "theme") return;
    keep(event.target.value);
    apply(event.target.value);
  });
  addEventListener("storage", (event) => {
    if (event.key === KEY) apply(event.newValue ?? "system");
  });
})();
