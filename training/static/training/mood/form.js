/**
 * The form of mood (_mood_form.html): sliders for numbers. Nothing is kept in the browser; nothing is sent but the form.
 */

import { makeSlider } from "./scale.js";

for (const group of document.querySelectorAll("[data-mood] [data-scale]")) makeSlider(group);
