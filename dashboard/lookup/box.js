// The search box: a landmark, a key that leads to it, and a button that opens it on a phone.

const TYPING = "input, textarea, select, [contenteditable], [role=spinbutton], [role=combobox]";

export default ({ data, parentElement }) => {
    const box = parentElement.closest(".st-key-search");
    // It may be told of its data before it stands there.
    if (!box) return undefined;
    const field = () => box.querySelector("input");
    const open = (is) => {
        box.toggleAttribute("data-open", is);
        button.setAttribute("aria-expanded", is);
    };
    // Once the form has taken what was typed: a field that is hidden loses it.
    const close = () => setTimeout(() => open(false), 200);
    const before = parentElement.querySelector("button");
    const button = before ?? document.createElement("button");
    button.type = "button";
    button.className = "bhxh-opener bhxh-search";
    button.title = data.words;
    button.setAttribute("aria-label", data.words);
    button.setAttribute("aria-expanded", box.hasAttribute("data-open"));
    button.onclick = () => {
        open(!box.hasAttribute("data-open"));
        if (box.hasAttribute("data-open")) field()?.focus();
    };
    if (!before) parentElement.append(button);
    box.setAttribute("role", "search");
    box.setAttribute("aria-label", data.words);
    const reach = (event) => {
        if (event.key !== data.key || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target.closest?.(TYPING)) return;
        event.preventDefault();
        open(true);
        field()?.focus();
        field()?.select();
    };
    const keys = (event) => {
        if (event.key === "Enter") close();
        if (event.key !== "Escape" || !box.hasAttribute("data-open")) return;
        open(false);
        if (button.checkVisibility()) button.focus();
    };
    const press = (event) => {
        if (event.target.closest('[data-testid="stFormSubmitButton"]')) close();
    };
    // The field may come after this.
    setTimeout(() => field()?.setAttribute("aria-keyshortcuts", data.key), 0);
    document.addEventListener("keydown", reach);
    box.addEventListener("keydown", keys);
    box.addEventListener("click", press);
    return () => {
        document.removeEventListener("keydown", reach);
        box.removeEventListener("keydown", keys);
        box.removeEventListener("click", press);
        box.removeAttribute("data-open");
    };
};
