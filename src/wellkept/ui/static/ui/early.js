// A key that is pressed before the page listens waits for it, so that nobody is too fast for a slow connection.
// Not a module: it runs before anything is shown. What waits is pressed by keys.js.
(() => {
  const waiting = [];

  function wait(event) {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    const isTyping = target.isContentEditable || target.matches?.("textarea, select, input");
    const isFind = (ctrlKey || metaKey) && key.toLowerCase() === "k";
    const isPlain = key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
    const isMore = waiting.length && (key === "Enter" || key === " ");
    if (isTyping || !(isFind || isPlain || isMore)) return;
    event.preventDefault();
    waiting.push({ key, ctrlKey, metaKey });
  }

  document.addEventListener("keydown", wait, true);
  window.pressedEarly = () => {
    document.removeEventListener("keydown", wait, true);
    return waiting.splice(0);
  };
  addEventListener("load", window.pressedEarly); // without the other scripts no key is kept from the browser
})();
