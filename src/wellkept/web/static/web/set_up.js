// The browser's own clock knows the time zone; the choice stays the person's.
const field = document.querySelector("select[name=time_zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (field && zone && !document.querySelector("[aria-invalid]") && [...field.options].some(({ value }) => value === zone)) {
  field.value = zone;
}
