"""A device that can time a drill, whatever else the test machine has to do at the moment."""

# While a drill looks at the display, frames come when they should: one frame later each time. Once the first stimulus
# is due they come as they come, so what is measured then is real.
STEADY_FRAMES = """(() => {
    const really = globalThis.requestAnimationFrame.bind(globalThis);
    let last = NaN;  // the frame's own time, which all its callbacks share
    let steady = NaN;
    globalThis.requestAnimationFrame = (callback) => really((timestamp) => {
        const measuring = document.querySelector(".drill-stage[data-measuring]") !== null;
        if (!measuring) steady = NaN;
        else if (timestamp !== last) steady = Number.isNaN(steady) ? timestamp : steady + 1000 / 60;
        last = timestamp;
        callback(measuring && !Number.isNaN(steady) ? steady : timestamp);
    });
})();
"""
# And the check that a person sees has passed on an earlier day.
STEADY_DEVICE = f"""{STEADY_FRAMES}
try {{
    localStorage.setItem("attune-device-check", "2.0.0");
}} catch {{
    // a page without storage, such as an empty tab
}}
"""
