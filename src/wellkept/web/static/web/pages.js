// What only the pages around the journeys do.

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
