// A table of HTML: text alone is put into it, never markup; links leave one entry in the history.

const states = new WeakMap();
const STEP = 10;
const WIDTH = 112;
const HEIGHT = 24;

const address = (shown, way, row, column) => {
    const query = new URLSearchParams(way.given);
    for (const [param, from] of way.columns) {
        const value = from === null ? column.name : shown.values[from][row];
        if (value) query.set(param, value);
        else query.delete(param);
    }
    for (const [param, value] of Object.entries(way.last)) query.set(param, value);
    return `${way.page}?${query}`;
};

const trend = (values, written) => {
    const drawn = document.createElementNS(SVG, "svg");
    const top = Math.max(...values, 1);
    const points = values.map((value, at) => [
        ((at * WIDTH) / Math.max(values.length - 1, 1)).toFixed(1),
        (HEIGHT - 1 - (Math.max(value, 0) * (HEIGHT - 3)) / top).toFixed(1),
    ]);
    const line = `M${points.map((point) => point.join(" ")).join("L")}`;
    const parts = [["ground", `${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`], ["line", line]];
    for (const [name, path] of parts) {
        const part = document.createElementNS(SVG, "path");
        part.setAttribute("class", `bhxh-trend-${name}`);
        part.setAttribute("d", path);
        drawn.append(part);
    }
    drawn.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", written);
    return drawn;
};

// The sign of a change is said in words.
const signed = (shown, column, value) => {
    const word = column.kind.endsWith("_change") ? shown.words[value[0]] : null;
    if (!word) return value;
    const made = document.createDocumentFragment();
    made.append(make("span", { role: "img", "aria-label": word }, value[0]), value.slice(1));
    return made;
};

const content = (shown, column, value) => {
    if (column.kind !== "trend") return signed(shown, column, value);
    return trend(value, value.map((each) => each.toLocaleString(shown.lang)).join("; "));
};

const heading = (shown, column, place) => {
    const sorts = column.sort !== null;
    const mark = column.order ? (column.order === "descending" ? "↓" : "↑") : "";
    const help = `${shown.id}-${place}`;
    const told = { "data-help": "", "aria-describedby": help, tabindex: -1 };
    const name = sorts
        ? make("button", { type: "button", class: "bhxh-sort", "data-sort": column.sort, ...told }, column.label)
        : make("button", { type: "button", class: "bhxh-name", ...told }, column.label);
    if (mark) name.append(" ", make("span", { "aria-hidden": "true" }, mark));
    const parts = [name];
    if (sorts) {
        const label = shown.words.explain.replace("{label}", column.label);
        const why = { type: "button", class: "bhxh-why", "aria-label": label, "data-help": "" };
        parts.push(make("button", { ...why, "aria-describedby": help, tabindex: -1 }, "?"));
    }
    const head = make(
        "th",
        { scope: "col", class: `bhxh-${column.kind}`, "aria-sort": column.order, "data-column": column.name },
        make("div", { class: "bhxh-head" }, ...parts),
        make("span", { id: help, hidden: "" }, column.help),
    );
    return head;
};

const cell = (shown, row, place) => {
    const column = shown.columns[place];
    const value = shown.rows[place][row];
    const long = typeof value === "string" && value.length > shown.long ? " bhxh-long" : "";
    const first = place === 0;
    const made = make(first ? "th" : "td", { scope: first ? "row" : null, class: `bhxh-${column.kind}${long}` });
    const way = shown.ways[column.way];
    if (way && value !== "") {
        const link = make("a", { href: address(shown, way, row, column), tabindex: -1 }, content(shown, column, value));
        link.dataset.column = place;
        made.append(link);
    } else {
        made.append(content(shown, column, value));
    }
    const look = shown.looks ? shown.looks.palette[shown.looks.cells[place][row]] : "";
    if (look) made.style.cssText = look;
    return made;
};

const lines = (shown) => {
    const made = [];
    for (let row = 0; row < shown.size; row += 1) {
        const line = make("tr", { "aria-current": row === shown.current ? "true" : null });
        for (let place = 0; place < shown.columns.length; place += 1) line.append(cell(shown, row, place));
        made.push(line);
    }
    return made;
};

const foot = (shown) => {
    const line = make("tr");
    shown.totals.forEach((value, place) => {
        const first = place === 0;
        const kind = `bhxh-${shown.columns[place].kind}`;
        line.append(make(first ? "th" : "td", { scope: first ? "row" : null, class: kind }, signed(shown, shown.columns[place], value)));
    });
    return make("tfoot", {}, line);
};

// A box before the name of a row, or before the first heading for all rows of the page.
const pick = (label, key) => {
    const given = { type: "checkbox", tabindex: -1, "aria-label": label, "data-pick": key };
    return make("label", { class: "bhxh-pick" }, make("input", given));
};

// Rows that are chosen to do something with them together; who looks at them is told how many.
const picking = (shown, root, before, setStateValue) => {
    const { keys, label, all, count, names } = shown.picks;
    const table = root.querySelector("table");
    const told = make("p", { class: "bhxh-picked bhxh-unseen", role: "status" });
    const whole = pick(all, "");
    const boxes = [...table.tBodies[0].rows].map((row, place) => {
        const made = pick(label.replace("{name}", names[place]), keys[place]);
        row.cells[0].prepend(made);
        return made.firstChild;
    });
    const head = table.tHead.querySelector(".bhxh-head");
    head.prepend(whole);
    let last = 0;
    const say = () => {
        const chosen = boxes.filter((each) => each.checked);
        for (const each of boxes) each.closest("tr").toggleAttribute("data-picked", each.checked);
        whole.firstChild.checked = chosen.length === boxes.length;
        whole.firstChild.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
        told.textContent = count.replace("{n}", chosen.length.toLocaleString(shown.lang));
        const many = root.closest(".st-key-many");
        many?.toggleAttribute("data-picked", chosen.length > 0);
        many?.querySelector(".st-key-many_panel")?.setAttribute("data-told", told.textContent);
        return chosen.map((each) => each.dataset.pick);
    };
    const set = (from, to, checked) => {
        for (const each of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = checked;
        last = to;
        setStateValue("picked", say());
    };
    root.addEventListener("click", (event) => {
        const at = boxes.indexOf(event.target);
        if (event.target === whole.firstChild) set(0, boxes.length - 1, whole.firstChild.checked);
        else if (at >= 0) set(event.shiftKey ? last : at, at, event.target.checked);
    });
    root.addEventListener("keydown", (event) => {
        const row = event.target.closest?.("tbody tr");
        if (event.key !== " " || !row || event.target.matches("input")) return;
        event.preventDefault();
        const at = [...table.tBodies[0].rows].indexOf(row);
        set(event.shiftKey ? last : at, at, !boxes[at].checked);
    });
    const kept = new Set(before);
    for (const each of boxes) each.checked = kept.has(each.dataset.pick);
    root.querySelector(".bhxh-frame").after(told);
    root.addEventListener("bhxh-shown", say);
    return () => boxes.filter((each) => each.checked).map((each) => each.dataset.pick);
};

const pager = (pages) => {
    const list = make("ul");
    for (const page of pages.links) {
        const named = { "aria-label": page.label, "aria-current": page.current ? "page" : null };
        const part = page.address === null
            ? make("span", page.label ? named : { "aria-hidden": "true" }, page.text)
            : make("a", { href: page.address, ...named }, page.text);
        list.append(make("li", {}, part));
    }
    return make("nav", { class: "bhxh-pages", "aria-label": pages.label }, list, make("p", {}, pages.rows));
};

// What is on the screen as a file: all rows of it.
const files = (given) => {
    const list = make("ul", {});
    for (const each of given.links) {
        const link = { href: each.address, title: each.title || null, target: "_blank", rel: "noopener" };
        list.append(make("li", {}, make("a", link, each.text)));
    }
    return make("div", { class: "bhxh-files", role: "group", "aria-label": given.label }, make("span", {}, given.label), list);
};

// The explanation of a heading: it opens for the mouse, the keyboard and a finger, and Escape,
// a scroll or a step elsewhere closes it; the mouse may go into it.
const explaining = (root, tip) => {
    let timer = 0;
    const hide = () => {
        tip.hidden = true;
        if (tip.matches(":popover-open")) tip.hidePopover();
    };
    const later = () => {
        clearTimeout(timer);
        timer = setTimeout(hide, 150);
    };
    const show = (head) => {
        clearTimeout(timer);
        tip.textContent = head.querySelector("[hidden]").textContent;
        tip.hidden = false;
        if (!tip.matches(":popover-open")) tip.showPopover();
        const place = head.getBoundingClientRect();
        const left = Math.min(place.left, innerWidth - tip.offsetWidth - 8);
        tip.style.left = `${Math.max(8, left)}px`;
        const below = place.bottom + 4;
        const fits = below + tip.offsetHeight <= innerHeight;
        tip.style.top = `${fits ? below : Math.max(8, place.top - tip.offsetHeight - 4)}px`;
    };
    const headOf = (event) => event.target.closest?.("thead th");
    root.addEventListener("pointerover", (event) => {
        if (event.pointerType === "touch") return;
        const head = headOf(event);
        if (head) show(head);
        else if (event.target === tip) clearTimeout(timer);
        else if (!tip.hidden) later();
    });
    root.addEventListener("pointerleave", later);
    root.addEventListener("focusin", (event) => {
        const head = headOf(event);
        if (head && event.target.matches(":focus-visible")) show(head);
        else hide();
    });
    root.addEventListener("focusout", later);
    root.addEventListener("scroll", hide, true);
    root.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !tip.hidden) {
            hide();
            event.stopPropagation();
        }
    });
    root.addEventListener("click", (event) => {
        if (event.target.closest?.(".bhxh-why, .bhxh-name")) show(headOf(event));
    });
};

// One stop for Tab in the head and one in the rows; arrows move between them.
const moving = (table, box) => {
    const head = [...table.tHead.querySelectorAll("button, input")];
    const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("a, input")]).filter((row) => row.length);
    const single = rows.every((row) => row.length === 1);
    const seen = (button) => button.offsetParent !== null;
    const first = () => head.find(seen);
    const enter = (wanted, all) => {
        all.forEach((each) => { each.tabIndex = each === wanted ? 0 : -1; });
    };
    const focus = (wanted) => {
        if (!wanted) return;
        wanted.focus({ preventScroll: true });
        (single ? wanted.closest("tr") : wanted).scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    if (head.length) head[0].tabIndex = 0;
    const current = rows.find((row) => row[0].closest("[aria-current]")) ?? rows[0];
    if (current) (current.find((each) => each.matches("a")) ?? current[0]).tabIndex = 0;
    else box.tabIndex = 0;
    table.addEventListener("focusin", (event) => {
        if (event.target.closest("thead")) enter(event.target, head);
        else if (event.target.matches("tbody a")) enter(event.target, rows.flat());
    });
    const near = (row, column) =>
        row.reduce((best, each) => {
            const far = (link) => Math.abs((link.dataset.column ?? -1) - column);
            return far(each) < far(best) ? each : best;
        });
    const inHead = (button, key) => {
        const buttons = head.filter(seen);
        const at = buttons.indexOf(button);
        if (key === "ArrowRight") return buttons[at + 1];
        if (key === "ArrowLeft") return buttons[at - 1];
        if (key === "Home") return buttons[0];
        if (key === "End") return buttons.at(-1);
        if (key === "ArrowDown") return rows[0]?.find((each) => each.tabIndex === 0) ?? rows[0]?.[0];
        return undefined;
    };
    const inRows = (link, key, whole) => {
        const at = rows.findIndex((row) => row.includes(link));
        const column = rows[at].indexOf(link);
        const to = (place) => {
            const row = rows[Math.max(0, Math.min(rows.length - 1, place))];
            return near(row, link.dataset.column ?? -1);
        };
        if (key === "ArrowDown") return to(at + 1);
        if (key === "ArrowUp") return at ? to(at - 1) : first();
        if (key === "PageDown") return to(at + STEP);
        if (key === "PageUp") return to(at - STEP);
        if (key === "Home") return single || whole ? to(0) : rows[at][0];
        if (key === "End") return single || whole ? to(rows.length) : rows[at].at(-1);
        if (single && key === "ArrowRight") box.scrollBy({ left: STEP * STEP });
        else if (single && key === "ArrowLeft") box.scrollBy({ left: -STEP * STEP });
        else if (key === "ArrowRight") return rows[at][column + 1];
        else if (key === "ArrowLeft") return rows[at][column - 1];
        return undefined;
    };
    const KEYS = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "PageDown", "PageUp"];
    table.addEventListener("keydown", (event) => {
        if (!KEYS.includes(event.key) || event.altKey || event.metaKey || event.shiftKey) return;
        const link = event.target.closest("tbody :is(a, input)");
        const button = event.target.closest("thead :is(button, input)");
        if (!link && !button) return;
        // The page stays where it is.
        event.preventDefault();
        focus(link ? inRows(link, event.key, event.ctrlKey) : inHead(button, event.key));
    });
};

// A figure that is cut at the edge does not look whole: the edge fades while there is more.
const fading = (frame, box) => {
    const look = () => {
        frame.classList.toggle("bhxh-more", box.firstElementChild.offsetWidth - box.clientWidth - box.scrollLeft > 1);
    };
    box.addEventListener("scroll", look);
    const watch = new ResizeObserver(look);
    watch.observe(box);
    return watch;
};

const clicking = (root) => {
    root.addEventListener("click", (event) => {
        const sorts = event.target.closest("[data-sort]");
        if (sorts) {
            go(sorts.dataset.sort);
            return;
        }
        if (event.target.closest(".bhxh-pick")) return;
        if (event.target.closest(".bhxh-files")) return;
        const on = event.target.closest("a");
        const place = event.target.closest("tbody td, tbody th");
        const own = on ?? place?.querySelector("a");
        const links = place ? place.parentElement.querySelectorAll("a") : [];
        const link = own ?? (links.length === 1 ? links[0] : null);
        // Whoever marks text to copy it does not want to go anywhere.
        if (!link || event.defaultPrevented || (!on && String(getSelection()))) return;
        if (isPlain(event)) {
            event.preventDefault();
            go(link.getAttribute("href"));
        } else if (!on) {
            open(link.href);
        }
    });
};

// Where the keyboard stood in a table that is replaced by its other order or its other page.
const standing = (root) => {
    const active = root.contains(document.activeElement) ? document.activeElement : null;
    const column = active?.closest("thead th")?.dataset.column;
    if (column !== undefined) {
        const kind = active.className;
        return (made) => [...made.querySelectorAll("thead th")]
            .find((head) => head.dataset.column === column)?.getElementsByClassName(kind)[0]?.focus();
    }
    if (active?.closest("nav")) return (made) => made.querySelector("nav [aria-current]")?.focus();
    if (active?.closest("tbody")) return (made) => made.querySelector("tbody a[tabindex='0']")?.focus();
    return () => {};
};

export default ({ data, parentElement, setStateValue }) => {
    const text = new TextDecoder().decode(data);
    const before = states.get(parentElement);
    if (before?.text === text) return;
    const shown = JSON.parse(text);
    const table = make(
        "table",
        { id: shown.id },
        make("caption", {}, shown.caption),
        make("thead", {}, make("tr", {}, ...shown.columns.map((column, place) => heading(shown, column, place)))),
        make("tbody", {}, ...lines(shown)),
    );
    if (shown.totals) table.append(foot(shown));
    const box = make("div", { class: "bhxh-box", role: "group", "aria-label": shown.caption }, table);
    const frame = make("div", { class: "bhxh-frame" }, box);
    const tip = make("div", { class: "bhxh-tip", popover: "manual", hidden: "", "aria-hidden": "true" });
    const root = make("div", { class: "bhxh-table" }, frame, tip);
    const picked = shown.picks ? picking(shown, root, before?.picked?.() ?? [], setStateValue) : null;
    const below = make("div", { class: "bhxh-below" });
    if (shown.pages) below.append(pager(shown.pages));
    if (shown.files) below.append(files(shown.files));
    if (below.childElementCount) root.append(below);
    const restore = before ? standing(before.root) : () => {};
    const isSame = before && before.same === shown.same;
    const place = isSame ? [before.box.scrollLeft, before.box.scrollTop] : [0, 0];
    if (before) before.root.replaceWith(root);
    else parentElement.append(root);
    if (picked) root.dispatchEvent(new Event("bhxh-shown"));
    box.scrollTo(...place);
    before?.watch.disconnect();
    const watch = fading(frame, box);
    explaining(root, tip);
    moving(table, box);
    clicking(root);
    restore(root);
    states.set(parentElement, { text, root, box, watch, picked, same: shown.same });
};
