"""How exactly stimuli are timed: our drill kernel, a bare loop and jsPsych's own plugin, watched by one observer."""
