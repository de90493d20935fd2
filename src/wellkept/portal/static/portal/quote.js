// The sums of a quote follow the choice at once: the page is asked for again, and what changed in it is put in place.

const form = document.querySelector("#quote");
const CHOICES = /^(choice|wanted|quantity)-/;
let latest = new AbortController();
let waiting = 0;

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(follow, 100);
});

async function follow() {
  latest.abort();
  latest = new AbortController();
  const chosen = [...new FormData(form)].filter(([name]) => CHOICES.test(name));
  try {
    const answer = await fetch(`${form.dataset.page}?${new URLSearchParams(chosen)}`, { signal: latest.signal });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of form.querySelectorAll("[data-sum]")) {
      const now = fresh.getElementById(part.id);
      if (now && now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
    }
  } catch {
    // Without a network the sums stay as they are. The choice is judged when it is sent.
  }
}
