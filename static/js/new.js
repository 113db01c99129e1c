// Guesses the time zone of who creates a camp.

const zone = document.querySelector("[data-zone]");
if (!zone.value) {
  try {
    zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  } catch {
    // they choose one
  }
}
