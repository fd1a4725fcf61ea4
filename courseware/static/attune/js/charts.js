// Charts, after everything else: when the reader comes near <section data-charts="address">, its figures are fetched,
// then plotly, then each <div class="plotly-frame" data-figure="id of its JSON"> is drawn. Without this, or where it
// fails, the page still has every number in its tables.
//
// Figures name colours as var(--token). Plotly cannot read those, so they are put in here, again with each theme.

const TOKEN = /^var\((--[a-z0-9-]+)\)$/;
const NEAR = "400px";
// plotly carries the styles of its maps, which nobody draws here, and inserts them as an inline style unless there is
// an element of this id. The policy refuses inline styles; an empty element spares the browser a complaint.
const MAP_STYLES_ID = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
const CONFIG = { displayModeBar: false, responsive: true };

const figures = new Map(); // frame -> figure with tokens

function sayFailed(section) {
  const line = document.createElement("p");
  line.className = "quiet";
  line.textContent = "The charts could not be loaded. The tables on this page hold the same numbers.";
  section.querySelector("[data-charts-waiting]")?.replaceWith(line);
}

function loadPlotly(address) {
  const inert = document.createElement("meta");
  inert.id = MAP_STYLES_ID;
  document.head.append(inert);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${address} did not load`));
    document.head.append(script);
  });
}

/** What the token is in the present theme, as #rrggbb: a canvas understands every colour the browser does. */
function colourReader() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const read = (token) => {
    if (!known.has(token)) {
      probe.style.color = `var(${token})`;
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = getComputedStyle(probe).color;
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
      known.set(token, `rgb(${red}, ${green}, ${blue})`);
    }
    return known.get(token);
  };
  return { read, done: () => probe.remove() };
}

function withColours(value, read) {
  if (typeof value === "string") {
    const token = TOKEN.exec(value);
    return token ? read(token[1]) : value;
  }
  if (Array.isArray(value)) return value.map((entry) => withColours(entry, read));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withColours(entry, read)]));
  }
  return value;
}

async function draw() {
  const colours = colourReader();
  const family = getComputedStyle(document.body).fontFamily;
  for (const [frame, figure] of figures) {
    const { data, layout } = withColours(figure, colours.read);
    layout.font = { ...layout.font, family };
    await window.Plotly.react(frame, data, layout, CONFIG);
  }
  colours.done();
}

async function fill(section) {
  const answer = await fetch(section.dataset.charts, { headers: { Accept: "text/html" } });
  // A session that ended answers with the sign-in page, by a redirect.
  if (!answer.ok || answer.redirected) throw new Error(`no figures: ${answer.status}`);
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  section.querySelector("[data-charts-waiting]")?.remove();
  section.append(...part.body.childNodes);
  const frames = section.querySelectorAll("[data-figure]");
  if (frames.length === 0) return;
  await loadPlotly(section.dataset.plotly);
  for (const frame of frames) figures.set(frame, JSON.parse(document.getElementById(frame.dataset.figure).textContent));
  await draw();
}

function watchTheme() {
  const again = () => { if (figures.size > 0 && window.Plotly) draw(); };
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  matchMedia("(prefers-contrast: more)").addEventListener("change", again);
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    fill(target).catch((error) => {
      sayFailed(target);
      console.warn(error);
    });
  }
}, { rootMargin: NEAR });

for (const section of document.querySelectorAll("[data-charts]")) near.observe(section);
watchTheme();
