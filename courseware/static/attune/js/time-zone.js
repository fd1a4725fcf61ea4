// <select data-prefill-zone>: begins with the time zone of this device, where the list has it.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const select of document.querySelectorAll("select[data-prefill-zone]")) {
  const known = [...select.options].some((option) => option.value === zone);
  if (known) select.value = zone;
}
