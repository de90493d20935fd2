// Changing a page in place: what is the same stays the same node, so focus, selection, scroll and open menus stay.

const LIVE_ATTRIBUTES = new Set(["open", "hidden", "inert"]);

export function registerMorph() {
  window.htmx?.defineExtension("morph", {
    isInlineSwap: (style) => style === "morph",
    handleSwap(style, target, fragment) {
      if (style !== "morph") return false;
      const fresh = fragment.firstElementChild;
      if (!fresh) return false;
      return [morphInPlace(target, fresh)];
    },
  });
}

// Morphs and gives the focus back to who had it, should its node have had to move.
export function morphInPlace(old, fresh) {
  const focused = document.activeElement;
  const result = morph(old, fresh);
  if (focused && focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  return result;
}

// Makes `old` say what `fresh` says. What a person is typing, has opened or has ticked is theirs and stays.
export function morph(old, fresh) {
  if (old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return fresh;
  }
  if (old.isEqualNode(fresh) || isTheirs(old)) return old;
  morphAttributes(old, fresh);
  if (!old.matches("textarea, input, select")) morphChildren(old, fresh);
  else if (!isTouched(old)) takeValue(old, fresh);
  return old;
}

function isTheirs(element) {
  return element.hasAttribute("data-keep") || (element === document.activeElement && element.matches("textarea, input, select"));
}

function isTouched(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected) && field.dataset.typed !== undefined;
  return field.value !== field.defaultValue;
}

function takeValue(field, fresh) {
  if (field.matches("select")) morphChildren(field, fresh);
  else if (field.type === "checkbox" || field.type === "radio") field.checked = fresh.checked;
  else {
    field.defaultValue = fresh.defaultValue;
    field.value = fresh.value;
  }
}

function morphAttributes(old, fresh) {
  const keepsState = old.matches("details, dialog, [data-pane-of]");
  for (const { name, value } of [...fresh.attributes]) {
    if (keepsState && LIVE_ATTRIBUTES.has(name)) continue;
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (fresh.hasAttribute(name) || (keepsState && LIVE_ATTRIBUTES.has(name))) continue;
    old.removeAttribute(name);
  }
}

function morphChildren(old, fresh) {
  const byId = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  const freshIds = new Set([...fresh.children].map((child) => child.id).filter(Boolean));
  let here = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const same = child.id && byId.get(child.id);
    if (same) {
      if (same !== here) old.insertBefore(same, here);
      else here = here.nextSibling;
      morph(same, child);
      continue;
    }
    while (here?.id && freshIds.has(here.id)) here = here.nextSibling;
    if (here && sameKind(here, child) && !here.id && !child.id) {
      const next = here.nextSibling;
      if (here.nodeType === Node.ELEMENT_NODE) morph(here, child);
      else if (here.data !== child.data) here.data = child.data;
      here = next;
    } else {
      if (child.nodeType === Node.ELEMENT_NODE && child.matches("[data-item], .entry")) child.classList.add("is-new");
      old.insertBefore(child, here);
    }
  }
  while (here) {
    const next = here.nextSibling;
    if (!(here.nodeType === Node.ELEMENT_NODE && here.contains(document.activeElement) && isTheirs(document.activeElement))) here.remove();
    here = next;
  }
}

function sameKind(old, fresh) {
  return old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName;
}
