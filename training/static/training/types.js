/**
 * The shapes that cross between server, page and store. Types only: nothing here runs.
 *
 * @typedef {{id: string, name: string, help?: string}} Option
 * @typedef {{from: number, to: number, step: number}} ConfidenceScale  per cent, both ends included
 * @typedef {{label: string|null, text: string}} Passage  plain text
 *
 * @typedef {object} JudgementStep  shapes "choice", "pair" and "lesson"
 * @property {string} step  opaque token
 * @property {"choice"|"pair"|"lesson"} shape
 * @property {string} question
 * @property {Option[]} options
 * @property {ConfidenceScale|null} confidence
 * @property {Passage[]} [passages]  choice
 * @property {string} [prompt]  pair
 * @property {string} [left]  pair
 * @property {string} [right]  pair
 * @property {string} [html]  lesson; sanitised by the server
 * @property {string|null} [contestUrl]  where to say that the key is wrong, for items that show one
 *
 * @typedef {object} DrillStep  one block of a drill
 * @property {string} step  opaque token
 * @property {"drill"} shape
 * @property {string} drill  which drill, "sart"
 * @property {boolean} practice
 * @property {number} block  from 1; the practice block is not counted
 * @property {number} blocks
 * @property {number[]} digits  one per trial, in order of showing
 * @property {number} stimulusMs
 * @property {number} maskMs
 * @property {number} target  the digit to withhold on
 *
 * @typedef {JudgementStep|DrillStep} Step
 *
 * @typedef {object} Feedback
 * @property {boolean|null} correct
 * @property {number|null} credit  0 to 1
 * @property {string} chosen  option id
 * @property {string|null} key  option id
 * @property {string} keyName
 * @property {string} rationale
 * @property {{name: string, text: string}[]} factors
 *
 * @typedef {{choice: string, confidence: number|null, atMs: number}} FirstAnswer
 * @typedef {{rtMs: number, activeMs: number, hidden: boolean}} Timing  milliseconds since the step was shown
 *
 * @typedef {object} Answer  what is posted, once per step
 * @property {string} uuid
 * @property {string} step
 * @property {{choice: string}|{trials: Trial[], device: Device}} answer
 * @property {number|null} confidence
 * @property {FirstAnswer|null} first
 * @property {Timing} timing
 *
 * @typedef {object} Trial  times in ms on the performance.now() clock
 * @property {number} index
 * @property {number} digit
 * @property {number} plannedOnset
 * @property {number} onset
 * @property {number} offset
 * @property {number} framesPlanned
 * @property {number} framesShown
 * @property {number} longestGap  longest time between two frames of the trial
 * @property {number|null} eventTime
 * @property {number|null} responseTime  from onset
 * @property {string|null} key
 * @property {boolean} repeat  a held key repeated; the repeats themselves do not count
 * @property {number} extraPresses
 * @property {boolean} anticipation
 * @property {boolean} hidden
 * @property {boolean} blurred
 * @property {boolean} frozen
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
 * @property {string} csrf
 * @property {string} user  opaque
 *
 * @typedef {{code: string, message: string}} Reason
 *
 * @typedef {object} QueuedAnswer
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
