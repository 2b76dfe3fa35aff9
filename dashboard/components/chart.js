// Charts of SVG and HTML: text alone is put into them, never markup. Whatever leads anywhere is a
// link, which leaves one entry in the history.

const SVG = "http://www.w3.org/2000/svg";
const states = new WeakMap();
// Of letters of 13 px.
const LETTER = 7;
const LINE = 18;

const attributed = (made, given, children) => {
    for (const [name, value] of Object.entries(given)) {
        if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
};
const make = (tag, given = {}, ...children) => attributed(document.createElement(tag), given, children);
const draw = (tag, given = {}, ...children) => attributed(document.createElementNS(SVG, tag), given, children);

const toned = (made, tone) => {
    made.style.setProperty("--bhxh-tone", tone);
    return made;
};

// What Back and Forward say as well: that the address is to be read.
const go = (address) => {
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
};

const isPlain = (event) =>
    event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

const follow = (event, address) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    go(address);
};

// One line a part: its name, its bar and its amount, whatever its size.
const bars = (shown) => {
    const most = Math.max(...shown.parts.map((part) => part.value), 1);
    const list = make("ul", { class: "bhxh-bars", "aria-label": shown.summary });
    for (const part of shown.parts) {
        const bar = toned(make("span", { class: "bhxh-bar" }), part.tone);
        bar.style.width = `${(100 * part.value) / most}%`;
        const line = make(
            part.lead ? "a" : "span",
            { class: "bhxh-bar-line", href: part.lead || null },
            make("span", { class: "bhxh-bar-name" }, part.name),
            " ",
            make("span", { class: "bhxh-bar-room", "aria-hidden": "true" }, ...(part.value ? [bar] : [])),
            " ",
            make("span", { class: "bhxh-bar-value" }, part.text),
        );
        if (part.lead) line.addEventListener("click", (event) => follow(event, part.lead));
        list.append(make("li", {}, line));
    }
    return list;
};

// Where things stand in a drawing so wide.
const framed = (shown, width) => {
    const longest = (labels) => Math.max(0, ...labels.map((label) => label.length)) * LETTER;
    const left = shown.levels.length ? longest(shown.levels.map((level) => level[1])) + 8 : 1;
    const labels = shown.lines.filter((line) => line.ends !== null).map((line) => line.name);
    const right = labels.length ? longest(labels) + 14 : shown.bare ? 1 : 12;
    const top = 8;
    const below = (shown.ticks.length ? LINE + 4 : 1) + (shown.unit ? LINE : 0);
    const [first, last] = shown.domain;
    const room = Math.max(width - left - right, 40);
    const height = shown.height - top - below;
    return {
        width, left, right, top, bottom: top + height, room,
        x: (at) => left + ((at - first) * room) / (last - first),
        y: (value) => top + height - (Math.max(0, Math.min(value, shown.top)) * height) / shown.top,
        step: room / Math.max(last - first, 1),
    };
};

// Labels of an axis that stand beside each other: every one, or every second and so on.
const thinned = (frame, ticks) => {
    const wide = Math.max(...ticks.map((tick) => tick[1].length)) * LETTER + 10;
    const apart = ticks.length > 1 ? Math.abs(frame.x(ticks[1][0]) - frame.x(ticks[0][0])) : wide;
    const every = Math.ceil(wide / Math.max(apart, 1));
    return ticks.filter((_tick, place) => (ticks.length - 1 - place) % every === 0);
};

const grounds = (shown, frame) => {
    const parts = shown.bands.map(([from, to]) => draw("rect", {
        class: "bhxh-chart-band", x: frame.x(from), y: frame.top,
        width: frame.x(to) - frame.x(from), height: frame.bottom - frame.top,
    }));
    for (const [value, label] of shown.levels) {
        const y = frame.y(value);
        parts.push(draw("line", { class: "bhxh-chart-grid", x1: frame.left, x2: frame.left + frame.room, y1: y, y2: y }));
        parts.push(draw("text", { x: frame.left - 6, y: y + 4, "text-anchor": "end" }, label));
    }
    if (!shown.ticks.length) return parts;
    for (const [at, label] of thinned(frame, shown.ticks)) {
        parts.push(draw("text", { x: frame.x(at), y: frame.bottom + LINE, "text-anchor": "middle" }, label));
    }
    if (shown.unit) {
        const middle = frame.left + frame.room / 2;
        parts.push(draw("text", { x: middle, y: frame.bottom + 2 * LINE, "text-anchor": "middle" }, shown.unit));
    }
    return parts;
};

// Lines and grounds that stand for a day or a share, each with its name beside it.
const marks = (shown, frame) => shown.marks.map((mark) => {
    const [from, to] = [frame.x(mark.from), frame.x(mark.to)];
    const high = frame.y(mark.high);
    const right = mark.to <= shown.domain[0] + ((shown.domain[1] - shown.domain[0]) * 2) / 3;
    const edge = `M${from} ${frame.bottom}V${high}H${to}V${frame.bottom}`;
    return [
        toned(draw("path", { class: "bhxh-chart-mark", d: edge, "stroke-dasharray": mark.dashes }), mark.tone),
        draw("text", {
            x: right ? to + 6 : from - 6, y: mark.low ? frame.bottom - 6 : high + 14,
            "text-anchor": right ? "start" : "end",
        }, mark.name),
    ];
}).reduce(([edges, names], [edge, name]) => [[...edges, edge], [...names, name]], [[], []]).flat();

const path = (line, frame) => {
    const places = line.points.map((point) => [frame.x(point.at), frame.y(point.value)]);
    const steps = line.shape === "step";
    return places.map(([x, y], place) =>
        place === 0 ? `M${x} ${y}` : steps ? `H${x}V${y}` : `L${x} ${y}`).join("");
};

const drawnLine = (line, frame) => {
    const made = line.shape === "bar"
        ? line.points.map((point) => {
            const wide = Math.max(1, frame.step * 0.7);
            return draw("rect", {
                class: "bhxh-chart-bar", x: frame.x(point.at) - wide / 2, y: frame.y(point.value),
                width: wide, height: frame.bottom - frame.y(point.value),
            });
        })
        : [draw("path", { class: "bhxh-chart-line", d: path(line, frame), "stroke-dasharray": line.dashes })];
    if (line.ends !== null) {
        made.push(draw("text", {
            class: "bhxh-chart-name", x: frame.left + frame.room + 8, y: frame.y(line.ends) + 4,
        }, line.name));
    }
    return toned(draw("g", { "aria-hidden": "true" }, ...made), line.tone);
};

// The points: links where they lead to rows. One of them is a stop for Tab, arrows move.
const pointed = (shown, frame) => shown.lines.map((line) => line.points.map((point) => {
    const said = `${shown.slots[point.at] ?? ""}: ${line.name} ${point.text}`;
    const x = frame.x(point.at);
    const y = frame.y(point.value);
    const made = draw(
        point.lead ? "a" : "g",
        { class: "bhxh-point", href: point.lead || null, tabindex: point.lead ? -1 : null, "aria-label": point.lead ? said : null },
        // As large as a finger or a pointer needs, and what is seen.
        draw("circle", { class: "bhxh-point-room", cx: x, cy: y, r: 12 }),
        draw("circle", { class: "bhxh-point-dot", cx: x, cy: y, r: 4 }),
    );
    if (shown.dots) made.classList.add("bhxh-dotted");
    return { made: toned(made, line.tone), point, line, x, y };
}));

const told = (shown, at, points) => [
    make("strong", {}, shown.slots[at] ?? ""),
    ...points.map(({ point, line }) => make(
        "span", {}, toned(make("i", { "aria-hidden": "true" }), line.tone),
        `${line.name}: `, make("b", {}, point.text),
    )),
];

// Around the drawing, which would be a stop for Tab itself if it listened for the focus.
const acting = (shown, frame, around, drawn, tip, points) => {
    const all = points.flat();
    const leads = all.filter(({ point }) => point.lead);
    let armed = null;
    let kind = "mouse";
    const near = (event) => {
        const box = drawn.getBoundingClientRect();
        const scale = frame.width / box.width;
        const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
        const far = (each) => Math.abs(each.x - x) * 1000 + Math.abs(each.y - y);
        return all.reduce((best, each) => (!best || far(each) < far(best) ? each : best), null);
    };
    const hide = () => {
        if (tip.matches(":popover-open")) tip.hidePopover();
        for (const each of all) each.made.classList.remove("bhxh-near");
        drawn.classList.remove("bhxh-leads");
    };
    const show = (nearest) => {
        const same = all.filter(({ point }) => point.at === nearest.point.at);
        for (const each of all) each.made.classList.toggle("bhxh-near", same.includes(each));
        tip.replaceChildren(...told(shown, nearest.point.at, same));
        if (!tip.matches(":popover-open")) tip.showPopover();
        const box = drawn.getBoundingClientRect();
        const x = box.left + (nearest.x * box.width) / frame.width;
        const left = x + 14 + tip.offsetWidth > innerWidth - 8 ? x - 14 - tip.offsetWidth : x + 14;
        tip.style.left = `${Math.max(8, left)}px`;
        const y = Math.max(8, Math.min(box.top + frame.top, innerHeight - tip.offsetHeight - 8));
        tip.style.top = `${y}px`;
        drawn.classList.toggle("bhxh-leads", Boolean(nearest.point.lead));
    };
    const of = (element) => all.find(({ made }) => made === element);
    drawn.addEventListener("pointerdown", (event) => { kind = event.pointerType; });
    drawn.addEventListener("pointermove", (event) => {
        const nearest = event.pointerType !== "touch" && near(event);
        if (nearest) show(nearest);
    });
    drawn.addEventListener("pointerleave", (event) => {
        if (event.pointerType !== "touch") hide();
    });
    drawn.addEventListener("click", (event) => {
        const keyed = event.detail === 0 ? of(event.target.closest("a")) : null;
        const nearest = keyed ?? near(event);
        if (!nearest) return;
        // A finger sees the values first: a second touch of the same place leads to the rows.
        const shows = !keyed && kind === "touch" && armed !== nearest.point.at;
        armed = nearest.point.at;
        if (shows || !nearest.point.lead) {
            event.preventDefault();
            show(nearest);
        } else if (isPlain(event)) {
            follow(event, nearest.point.lead);
        } else if (!event.target.closest("a")) {
            open(nearest.point.lead);
        }
    });
    addEventListener("scroll", hide, { capture: true, passive: true });
    around.addEventListener("focusin", (event) => {
        const at = of(event.target.closest("a"));
        if (!at) return;
        for (const each of leads) each.made.setAttribute("tabindex", each === at ? 0 : -1);
        if (at.made.matches(":focus-visible")) show(at);
    });
    around.addEventListener("focusout", hide);
    around.addEventListener("keydown", (event) => {
        const at = of(event.target.closest("a"));
        if (!at || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
        if (event.key === "Escape") hide();
        const row = points.find((line) => line.includes(at));
        const place = row.indexOf(at);
        const others = points.filter((line) => line.some(({ point }) => point.at === at.point.at && point.lead));
        const beside = (by) => others[(others.indexOf(row) + by + others.length) % others.length]
            ?.find(({ point }) => point.at === at.point.at);
        const wanted = {
            ArrowLeft: row[place - 1], ArrowRight: row[place + 1], Home: row[0], End: row.at(-1),
            ArrowUp: beside(-1), ArrowDown: beside(1),
        }[event.key];
        if (/^(Arrow|Home|End)/.test(event.key)) event.preventDefault();
        if (wanted?.point.lead) wanted.made.focus({ preventScroll: true });
    });
    if (leads.length) (points[0].findLast(({ point }) => point.lead) ?? leads[0]).made.setAttribute("tabindex", 0);
    return () => removeEventListener("scroll", hide, { capture: true });
};

const curves = (shown, width, tip) => {
    const frame = framed(shown, width);
    const points = pointed(shown, frame);
    const leads = points.flat().some(({ point }) => point.lead);
    const drawn = draw(
        "svg",
        {
            class: "bhxh-curves", viewBox: `0 0 ${width} ${shown.height}`,
            role: leads ? "group" : "img", "aria-label": shown.summary,
        },
        draw("g", { "aria-hidden": "true" }, ...grounds(shown, frame), ...marks(shown, frame)),
        ...shown.lines.map((line) => drawnLine(line, frame)),
        ...points.flat().map(({ made }) => made),
    );
    const around = make("div", {}, drawn);
    return [around, acting(shown, frame, around, drawn, tip, points)];
};

export default ({ data, parentElement }) => {
    const text = new TextDecoder().decode(data);
    const before = states.get(parentElement);
    if (before?.text === text) return;
    const shown = JSON.parse(text);
    before?.end();
    const root = make("div", { class: "bhxh-chart" });
    if (shown.bare) root.classList.add("bhxh-bare");
    if (before) before.root.replaceWith(root);
    else parentElement.append(root);
    if (shown.parts) {
        root.append(bars(shown));
        states.set(parentElement, { text, root, end: () => {} });
        return;
    }
    const tip = make("div", { class: "bhxh-chart-tip", popover: "manual", "aria-hidden": "true" });
    const place = make("div", { class: "bhxh-chart-place" });
    place.style.minHeight = `${shown.height}px`;
    root.append(place, tip);
    let width = 0;
    let leave = () => {};
    // As wide as its place: a paper scales it.
    const fit = () => {
        const wide = Math.round(place.clientWidth);
        if (!wide || wide === width) return;
        width = wide;
        leave();
        const [drawn, left] = curves(shown, width, tip);
        leave = left;
        place.replaceChildren(drawn);
    };
    const watch = new ResizeObserver(fit);
    watch.observe(place);
    fit();
    const end = () => {
        watch.disconnect();
        leave();
    };
    states.set(parentElement, { text, root, end });
};
