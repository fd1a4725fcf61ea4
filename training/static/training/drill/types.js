/**
 * What a drill and the kernel owe each other. Types only: nothing here runs, and no page loads it.
 *
 * @typedef {import("../types.js").Trial} Trial
 * @typedef {import("../types.js").Device} Device
 * @typedef {import("./stage.js").Stage} Stage
 * @typedef {import("./cards.js").Card} Card
 * @typedef {import("./responses.js").Press} Press
 * @typedef {import("./device.js").TimingFault} TimingFault
 *
 * @typedef {object} Drill  what a drill's file exports as `drill`; the step is the server's, as it came
 * @property {string} name  for screen readers
 * @property {(stage: Stage) => any} dress  make what the drill shows and put it on the stage; once, before the first
 *   block. What it gives back is the drill's own `face`
 * @property {(step: any) => number} count  trials planned; at most so many are recorded
 * @property {(step: any, index: number) => object} stimulus  what trial `index` shows, for its record: `{digit: 7}`
 * @property {(step: any, kit: Kit) => Loop} loop  made after the display was measured
 * @property {(timings: TrialTiming[], presses: Press[]) => object[]} [respond]  the responses to some trials, one
 *   object each, which goes into the record; by default `assignPresses` over their onsets
 * @property {(step: any) => Card} introduction  the card before a block; its first button starts it
 * @property {(step: any, trials: Trial[]) => Card} practiceResult  buttons "go" and "again", the better one first
 * @property {(step: any) => string} reminder  the rule in one sentence
 * @property {(trials: Trial[]) => boolean[]} [voids]  which of a block's trials do not count, as the server decides it;
 *   by default those that `isVoid` of device.js names
 * @property {() => TimingFault|undefined} [spares]  why a person may want another drill instead; asked before each card
 *
 * @typedef {object} Kit  what a loop may use
 * @property {number} frameMs  duration of one frame, as measured just now
 * @property {(ms: number) => number} framesFor  the nearest whole number of frames
 * @property {Press[]} presses  grows while the block runs, in order of handling; a loop may look at it in a tick
 * @property {(timing: TrialTiming) => void} flag  marks what happened to the page since the last frame
 * @property {(index: number) => Trial} trial  the record of a trial as it stands
 * @property {(text: string) => number} say  practice: lay a sentence over the stage; gives the ms that it stays
 * @property {Stage} stage
 * @property {any} face
 *
 * @typedef {object} Loop
 * @property {(timestamp: number) => void} tick  one animation frame
 * @property {boolean} done
 * @property {number} shown  trials whose offset is dated. Grows only in a frame in which the page may work a little
 *   (no stimulus is on, or the fade has just begun): the trial before the last one shown is then written down
 * @property {TrialTiming[]} timings  made before the first frame; the first `shown` of them count. Further keys of a
 *   timing go into the trial's record as they are
 *
 * @typedef {object} TrialTiming  ms on the clock of the frame timestamps; `newTiming` of frames.js makes one
 * @property {number} plannedOnset
 * @property {number} onset  timestamp of the first frame after the stimulus was put on
 * @property {number|null} plannedOffset  had it begun when planned; null where an end is not planned
 * @property {number} offset  timestamp of the first frame after it was taken off
 * @property {number} framesPlanned  from plannedOnset to plannedOffset
 * @property {number} framesShown  frames from onset to offset, missed ones included
 * @property {number} longestGap
 * @property {boolean} hidden
 * @property {boolean} blurred
 * @property {boolean} frozen
 * @property {boolean} resized
 */
export {};
