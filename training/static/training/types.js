/**
 * The shapes that cross between server, page and store. Types only: nothing here runs.
 *
 * @typedef {{id: string, name: string, help?: string}} Option
 * @typedef {{points: number[]}} ConfidenceScale  per cent, from the lowest
 * @typedef {{label: string|null, text: string}} Passage  plain text
 *
 * @typedef {{label: string, intro: string, columns: string[], rows: string[][]}} RecordTable  what somebody judged
 *
 * @typedef {object} JudgementStep  shapes "choice", "pair", "lesson" and "record"
 * @property {string} step  opaque token
 * @property {"choice"|"pair"|"lesson"|"record"} shape
 * @property {string} question
 * @property {Option[]} options
 * @property {ConfidenceScale|null} confidence
 * @property {number} [floorMs]  choice and pair: active ms below which nobody has read the text
 * @property {Passage[]} [passages]  choice
 * @property {string} [prompt]  pair
 * @property {string} [left]  pair
 * @property {string} [right]  pair
 * @property {string|{prompt?: string, left?: string, right?: string}} [html]  sanitised by the server: a lesson; of a
 *   pair, those texts in which Markdown means something
 * @property {boolean} [scale]  pair: the options are a scale, and stand in one row where there is room
 * @property {RecordTable} [record]  record
 * @property {string|null} [contestUrl]  where to say that the key is wrong, for items that show one
 * @property {Record<string, any>} [parts]  what is asked besides the choice, by name (runner/parts.js)
 * @property {boolean} [multiple]  several options may be chosen; the choice is their ids with commas between
 *
 * @typedef {object} Part  a part of a judgement form
 * @property {string} name  set by whoever makes it
 * @property {HTMLElement} node
 * @property {"before"|"after"|"beside"} [place]  before the options, (default) after them and before the confidence
 *   scale, or below that scale
 * @property {any} value  as it is sent; null: nothing to send
 * @property {string|null} problem  what is missing, in words for the person; null: nothing is
 * @property {() => void} focus
 * @property {() => void} clear  for a second answer, after "I caught myself"
 * @property {boolean} disabled  set only
 * @property {(choice: string|null) => void} [chose]  told whenever the choice is another
 * @property {(percent: number|null) => void} [rated]  told whenever the stated confidence is another
 * @property {() => boolean} [holds]  asked on every try to confirm what is complete: whether it waits for something
 *   (and has said so and taken the focus)
 * @property {Record<string, () => void>} [keys]  lower-case letters that do something, beside those of the form
 * @property {(digit: number) => boolean} [digit]  a digit (0 to 9) pressed while the focus is in the part, or nowhere in
 *   the form while a part before the options is open: whether it did something. Once that leaves the part without a
 *   problem, the focus goes on to what is open next. Without it, digits choose an answer there too
 * @property {any} [draft]  what is written by hand, for JSON: read to survive a reload, and set after one
 *
 * @typedef {object} DrillStep  one block of a timed drill, with what the drill needs besides
 * @property {string} step  opaque token
 * @property {"drill"} shape
 * @property {string} drill  which drill: "sart", "gradcpt", "pvt"
 * @property {boolean} practice
 * @property {number} block  from 1; the practice block is 0
 * @property {number} blocks
 *
 * @typedef {DrillStep & {digits: number[], stimulusMs: number, maskMs: number, target: number}} SartStep  digits: one
 *   per trial, in order of showing; target: the digit to withhold on
 * @typedef {DrillStep & {scenes: number[], trialMs: number}} GradcptStep  0-9 are cities (press), 10-19 mountains
 * @typedef {DrillStep & {waitsMs: number[], durationMs: number, limitMs: number}} PvtStep
 *
 * @typedef {object} LookStep  one section of a long look
 * @property {string} step  opaque token
 * @property {"look"} shape
 * @property {string} drill
 * @property {boolean} practice
 * @property {number} turn  of the practice sections, from 1; 0 for the others
 * @property {number} turns  practice sections there are
 * @property {number} section  from 1; a practice section is 0
 * @property {number} sections
 * @property {string} title
 * @property {string} intro
 * @property {{name: string, text: string}[]} facts  what the lines can be checked against
 * @property {{id: string, text: string}[]} lines
 *
 * @typedef {object} SkillStep  a guided practice; nothing of what is done in it is sent
 * @property {string} step  opaque token
 * @property {"skill"} shape
 * @property {string} skill  which one: "breathing", "labelling", "distancing", "looking", "closing"
 * @property {GuidedStep[]} steps
 *
 * @typedef {object} GuidedStep
 * @property {"read"|"breathe"|"pick"|"write"|"arrange"|"look"} kind
 * @property {string} title
 * @property {string} html  sanitised by the server
 * @property {number} [in]  breathe: seconds; so are hold (0: none) and out
 * @property {number} [hold]
 * @property {number} [out]
 * @property {number} [rounds]  breathe
 * @property {string[]} [words]  pick and arrange
 * @property {string} [label]  write
 * @property {string} [sample]  look: plain text
 *
 * @typedef {JudgementStep|DrillStep|LookStep|SkillStep} Step
 *
 * @typedef {object} Feedback
 * @property {boolean|null} correct
 * @property {number|null} credit  0 to 1
 * @property {string} chosen  option id
 * @property {string|null} key  option id
 * @property {string} keyName
 * @property {string} rationale
 * @property {{name: string, text: string}[]} factors
 * @property {Record<string, any>} [parts]  what is said of the parts of the answer, by name
 * @property {{kind: "good"|"warn"|"bad", text: string}} [verdict]  what is said first, where more than the key decides it
 * @property {{name: string, advice: string}} [trap]  a way to go wrong that came back in this item
 *
 * @typedef {{choice: string, confidence: number|null, atMs: number, parts?: Record<string, any>}} FirstAnswer
 *
 * @typedef {object} Timing  of a skill nothing of it is sent
 * @property {number} rtMs  since the step was shown
 * @property {number} activeMs  of that in front, with the focus, and not idle
 * @property {number} idleMs  in front with the focus, but without input for longer than reading explains
 * @property {boolean} hidden  whether the page was hidden meanwhile
 * @property {boolean} [nudged]  judgements: it came so quickly that a second look was asked for
 *
 * @typedef {object} Answer  what is posted, once per step
 * @property {string} uuid
 * @property {string} step
 * @property {{choice: string, parts?: Record<string, any>}|{trials: Trial[], device: Device}|LookAnswer} answer  of a skill
 *   {choice: "done"} and nothing else
 * @property {number|null} confidence
 * @property {FirstAnswer|null} first
 * @property {Timing|{}} timing
 *
 * @typedef {{line: string, atMs: number, on: boolean}} LookMark
 * @typedef {{marked: string[], marks: LookMark[]}|{skipped: true}} LookAnswer
 *
 * @typedef {object} Run  what is posted of a block that became no answer
 * @property {string} uuid
 * @property {string} step
 * @property {"closed"|"stopped"|"void"} ending
 * @property {Trial[]} trials  those shown to their end
 * @property {Device|null} device
 *
 * @typedef {object} Trial  times in ms on the performance.now() clock; besides, what it showed: digit, scene or waitMs
 * @property {string} uuid
 * @property {number} sequence  place in the attempt's plan, practice included; a block done again has the same
 * @property {number} index  place in the block
 * @property {"practice"|"measured"} phase
 * @property {number} plannedOnset
 * @property {number} onset
 * @property {number} plannedOffset
 * @property {number} offset
 * @property {number} framesPlanned
 * @property {number} framesShown
 * @property {number} longestGap  longest time between two frames of the trial
 * @property {number|null} eventTime  when the press happened
 * @property {number|null} handledTime  when the page came to handle it
 * @property {number|null} responseTime  from onset to eventTime
 * @property {string|null} key
 * @property {boolean} repeat  a held key repeated; the repeats themselves do not count
 * @property {number} extraPresses
 * @property {boolean} anticipation
 * @property {boolean} hidden
 * @property {boolean} blurred
 * @property {boolean} frozen
 * @property {boolean} resized
 * @property {number} [digit]
 * @property {number} [scene]
 * @property {number} [waitMs]
 * @property {number[]} [presses]  gradCPT: every press in the trial, since the server decides whose each is
 * @property {number} [falseStarts]  PVT: presses during the wait
 *
 * @typedef {object} Device
 * @property {string} userAgent
 * @property {number} refreshHz
 * @property {[number, number]} viewport  CSS pixels
 * @property {number} pixelRatio
 * @property {"keyboard"|"touch"} input
 * @property {string} timeZone
 * @property {string} kernelVersion
 * @property {boolean} timingValid
 * @property {{resolutionMs: number|null, dropped: number, jitterMs: number, faults: string[]}} [check]  the look at
 *   the display before the block, and all that spoke against its timing in the end
 *
 * @typedef {object} AttemptPage
 * @property {string} attempt
 * @property {string} kind
 * @property {string} title
 * @property {string} todayUrl
 * @property {{title: string, html: string}|null} guideline
 * @property {Step[]} steps
 * @property {Record<string, Feedback|null>} answered  by step token
 * @property {string} answersUrl
 * @property {string} finishUrl
 * @property {string|null} runsUrl  takes runs that were broken off
 * @property {string|null} untimedUrl  plans a drill that needs no timing in place of this one
 * @property {string} csrf
 * @property {string} user  opaque
 *
 * @typedef {{code: string, message: string}} Reason
 *
 * @typedef {object} QueuedAnswer  or a run that was broken off, which is sent the same way
 * @property {"run"} [kind]  absent for answers
 * @property {number} [place]  the store's running number: the order of sending
 * @property {string} uuid
 * @property {string} user
 * @property {string} attempt
 * @property {string} step
 * @property {string} url
 * @property {string} body  the JSON as it is sent, so that a repeat is the same to the byte
 * @property {"queued"|"refused"} state
 * @property {Reason|null} reason
 *
 * @typedef {{kind: "saved", feedback: Feedback|null}
 *   | {kind: "answered_elsewhere", feedback: Feedback|null}
 *   | {kind: "refused", reason: Reason}
 *   | {kind: "blocked", reason: Reason}
 *   | {kind: "retry", reason: Reason, afterMs: number|null}} Outcome
 *
 * @typedef {object} Change  detail of a recorder's "change" event
 * @property {string} uuid
 * @property {string} step
 * @property {"queued"|"saved"|"refused"} state
 * @property {Reason|null} reason  why it is queued or refused; null while it is simply on its way
 * @property {boolean} elsewhere  saved, but another tab's answer is the one that counts
 * @property {Feedback|null} feedback  of the answer that counts
 */
export {};
