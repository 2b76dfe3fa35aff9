// A menu of links that change the days of the page; it closes with Escape, a choice or a press elsewhere.

const menus = new WeakMap();

const link = (given, name) => {
    const label = given.title ? { title: given.title, "aria-label": given.title } : {};
    const current = { "aria-current": given.current ? "true" : null };
    const parts = given.days ? [given.text, make("span", {}, given.days)] : [given.text];
    return make("a", { href: given.address, class: name, ...label, ...current }, ...parts);
};

const group = (given, place) => {
    const id = `bhxh-menu-${place}`;
    const list = make("ul", { "aria-labelledby": id });
    for (const each of given.links) {
        const line = make("li", {}, link(each, null));
        if (each.beside) line.append(link(each.beside, "bhxh-beside"));
        list.append(line);
    }
    return make("div", {}, make("p", { id }, given.label), list);
};

export default ({ data, parentElement }) => {
    const text = new TextDecoder().decode(data);
    const before = menus.get(parentElement);
    if (before?.text === text) return before.stop;
    before?.stop();
    const shown = JSON.parse(text);
    const button = make("button", { type: "button", class: "bhxh-opener", title: shown.name, "aria-expanded": "false" });
    button.append(make("span", {}, shown.words));
    const list = make("div", { class: "bhxh-menu-list" }, ...shown.groups.map(group));
    const root = make("div", { class: "bhxh-menu" }, button, list);
    const open = (wanted) => {
        root.toggleAttribute("data-open", wanted);
        button.setAttribute("aria-expanded", String(wanted));
    };
    const elsewhere = (event) => {
        if (!root.contains(event.target)) open(false);
    };
    button.addEventListener("click", () => open(!root.hasAttribute("data-open")));
    root.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !root.hasAttribute("data-open")) return;
        open(false);
        button.focus();
        event.stopPropagation();
    });
    root.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !root.contains(event.relatedTarget)) open(false);
    });
    root.addEventListener("click", (event) => {
        const chosen = event.target.closest("a");
        if (!chosen || !isPlain(event)) return;
        event.preventDefault();
        const isOpen = root.hasAttribute("data-open");
        open(false);
        if (isOpen) button.focus();
        go(chosen.getAttribute("href"));
    });
    document.addEventListener("pointerdown", elsewhere);
    const had = before?.root.contains(document.activeElement);
    if (before) before.root.replaceWith(root);
    else parentElement.append(root);
    if (had) button.focus({ preventScroll: true });
    const stop = () => document.removeEventListener("pointerdown", elsewhere);
    menus.set(parentElement, { text, root, stop });
    return stop;
};
