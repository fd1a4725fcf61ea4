import { lines } from "../lines.js";

/** How much better the preferred response is: the answers are that scale, so there is nothing more to ask. */
export const feedback = lines;

/** @type {[string[], string][]} */
export const KEYS = [[["1", "to", "8"], "of two responses: from “Left is much better” to “Both are bad”"]];
