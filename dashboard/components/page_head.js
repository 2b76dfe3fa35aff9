// What every page says of itself: its language and its name, ways past the menu, the words of
// Streamlit in the language of the page, and the head of a paper.

const PHONE = matchMedia("(max-width: 768px)");
const NAMED = ["aria-label", "aria-valuetext"];
const ICON = " icon";
// What Streamlit called an element first, by element and attribute.
const originals = new WeakMap();

const close = (event) => {
    if (!PHONE.matches || !event.target.closest?.('[data-testid="stSidebar"] a')) return;
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
};

// A word of Streamlit in ours, or what it is; "{}" stands for a name that is kept.
const translated = (said, words) => {
    for (const [theirs, ours] of words) {
        const [before, after] = theirs.split("{}");
        if (after === undefined ? said === theirs : said.startsWith(before) && said.endsWith(after)) {
            return ours.replace("{}", said.slice(before.length, said.length - (after?.length ?? 0)));
        }
    }
    return said;
};

// The word beside a picture says what it shows.
const hideIcon = (element) => {
    if (element.getAttribute("role") === "img" && element.getAttribute("aria-label")?.endsWith(ICON)) {
        element.setAttribute("aria-hidden", "true");
    }
};

const name = (element, words) => {
    hideIcon(element);
    const known = originals.get(element) ?? {};
    for (const attribute of NAMED) {
        const now = element.getAttribute(attribute);
        if (now === null) continue;
        if (known[attribute]?.ours !== now) known[attribute] = { theirs: now };
        const ours = translated(known[attribute].theirs, words);
        known[attribute].ours = ours;
        if (ours !== now) element.setAttribute(attribute, ours);
    }
    originals.set(element, known);
};

const NAMES = NAMED.map((attribute) => `[${attribute}]`).join(", ");

const nameAll = (root, words) => {
    if (root.matches?.(NAMES)) name(root, words);
    for (const each of root.querySelectorAll?.(NAMES) ?? []) name(each, words);
};

// Only what differs: whatever is set is looked at again.
const set = (element, attribute, value) => {
    if (!element || element.getAttribute(attribute) === value) return;
    if (value === null) element.removeAttribute(attribute);
    else element.setAttribute(attribute, value);
};

const landmarks = (shown) => {
    const menu = document.querySelector('[data-testid="stSidebar"]');
    set(menu, "role", "navigation");
    for (const link of menu?.querySelectorAll("a[href]") ?? []) {
        const isHere = new URL(link.href).pathname === location.pathname;
        set(link, "aria-current", isHere ? "page" : null);
    }
    set(document.querySelector('[data-testid="stMain"]'), "aria-label", shown.title);
};

const reach = (element) => {
    if (!element) return;
    if (element.tabIndex < 0) element.setAttribute("tabindex", "-1");
    element.focus();
    element.scrollIntoView({ block: "center" });
};

const button = (words, to) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", () => reach(to()));
    return made;
};

// Before everything else: to the content, and to each table of the page.
const skipping = (shown) => {
    const before = document.querySelector("nav.bhxh-skip");
    const bar = before ?? document.createElement("nav");
    bar.className = "bhxh-skip";
    bar.setAttribute("aria-label", shown.skip.label);
    bar.replaceChildren(button(shown.skip.content, () => document.querySelector("h1")));
    const first = bar.firstChild;
    first.addEventListener("focus", () => {
        const tables = [...document.querySelectorAll('[data-testid="stMain"] .bhxh-table')];
        const links = tables.filter((table) => table.checkVisibility()).map((table) => button(
            shown.skip.table.replace("{name}", table.querySelector("caption").textContent),
            () => table.querySelector('tbody [tabindex="0"]') ?? table.querySelector('[tabindex="0"]'),
        ));
        while (bar.lastChild !== first) bar.lastChild.remove();
        bar.append(...links);
    });
    if (!before) document.body.prepend(bar);
};

const written = (shown) => {
    const now = new Intl.DateTimeFormat("en-GB", {
        dateStyle: "short", timeStyle: "short", timeZone: shown.zone,
    }).format(new Date()).replace(",", "");
    return [...shown.said, `${shown.printed} ${now}`].join(" · ");
};

// Charts know the width of the screen alone: on paper they are scaled as pictures are.
const frame = () => {
    for (const chart of document.querySelectorAll(".js-plotly-plot .svg-container")) {
        const { offsetWidth: width, offsetHeight: height } = chart;
        if (!width) continue;
        chart.style.setProperty("--bhxh-ratio", `${width} / ${height}`);
        for (const drawn of chart.querySelectorAll(":scope > .main-svg")) {
            drawn.setAttribute("viewBox", `0 0 ${width} ${height}`);
        }
    }
};
const unframe = () => {
    for (const drawn of document.querySelectorAll(".js-plotly-plot .main-svg[viewBox]")) {
        drawn.removeAttribute("viewBox");
    }
};

// What the page at hand says. One that goes may still be watching when the next one comes: two that
// each set their own title would never end.
let current;

export default ({ data, parentElement }) => {
    current = data;
    document.documentElement.lang = data.language;
    const before = parentElement.querySelector("p");
    const head = before ?? document.createElement("p");
    head.shown = data;
    head.textContent = written(data);
    skipping(data);
    landmarks(data);
    nameAll(document.body, data.words);
    if (before) return;
    parentElement.append(head);
    const print = () => {
        head.textContent = written(head.shown);
        frame();
    };
    const watch = new MutationObserver((changes) => {
        for (const change of changes) {
            if (change.type === "attributes") name(change.target, current.words);
            for (const added of change.addedNodes) nameAll(added, current.words);
        }
        landmarks(current);
    });
    // What opens above a page stands beside its root.
    watch.observe(document.body, {
        subtree: true, childList: true, attributeFilter: NAMED,
    });
    document.addEventListener("click", close);
    window.addEventListener("beforeprint", print);
    window.addEventListener("afterprint", unframe);
    return () => {
        watch.disconnect();
        document.removeEventListener("click", close);
        window.removeEventListener("beforeprint", print);
        window.removeEventListener("afterprint", unframe);
    };
};
