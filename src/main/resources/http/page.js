// Takes the page anew every ten seconds, while it is seen; what is open stays open. Without it the page is as it was when it came.
setInterval(async () => {
  if (document.hidden) {
    return;
  }
  try {
    const answer = await fetch("/", { credentials: "same-origin" });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const open = new Set([...document.querySelectorAll("details[open]")].map(d => d.id));
      page.querySelectorAll("details").forEach(d => { d.open = open.has(d.id); });
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.title = page.title;
    }
  } catch (e) {
    document.title = "no answer - Caravan";
  }
}, 10000);
