// Lists of bars, drawings without axes, and where the points of Plotly's charts lead. Text alone is put
// into elements, never markup. Whatever leads anywhere leaves one entry in the history.

const states = new WeakMap();
// Around a drawing.
const EDGE = 1;
const ABOVE = 8;

const toned = (made, tone) => {
    made.style.setProperty("--bhxh-tone", tone);
    return made;
};

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
    const room = Math.max(width - 2 * EDGE, 40);
    const height = shown.height - ABOVE - EDGE;
    const [first, last] = shown.domain;
    return {
        width,
        bottom: ABOVE + height,
        x: (at) => EDGE + ((at - first) * room) / (last - first),
        y: (value) => ABOVE + height - (Math.max(0, Math.min(value, shown.top)) * height) / shown.top,
        step: room / Math.max(last - first, 1),
    };
};

const drawn = (shown, frame) => {
    const places = shown.points.map((point) => [frame.x(point.at), frame.y(point.value)]);
    if (shown.shape !== "bar") {
        return [draw("path", { class: "bhxh-chart-line", d: `M${places.map((at) => at.join(" ")).join("L")}` })];
    }
    const wide = Math.max(1, frame.step * 0.7);
    return places.map(([x, y]) => draw("rect", {
        class: "bhxh-chart-bar", x: x - wide / 2, y, width: wide, height: frame.bottom - y,
    }));
};

// The points: links where they lead to rows. One of them is a stop for Tab, arrows move.
const pointed = (shown, frame) => shown.points.map((point) => {
    const said = `${shown.slots[point.at] ?? ""}: ${shown.name} ${point.text}`;
    const x = frame.x(point.at);
    const y = frame.y(point.value);
    const made = draw(
        point.lead ? "a" : "g",
        { class: "bhxh-point", href: point.lead || null, tabindex: point.lead ? -1 : null, "aria-label": point.lead ? said : null },
        // As large as a finger or a pointer needs, and what is seen.
        draw("circle", { class: "bhxh-point-room", cx: x, cy: y, r: 12 }),
        draw("circle", { class: "bhxh-point-dot", cx: x, cy: y, r: 4 }),
    );
    return { made, point, x, y };
});

const told = (shown, { point }) => [
    make("strong", {}, shown.slots[point.at] ?? ""),
    make("span", {}, make("i", { "aria-hidden": "true" }), `${shown.name}: `, make("b", {}, point.text)),
];

// Around the drawing, which would be a stop for Tab itself if it listened for the focus.
const acting = (shown, frame, around, drawing, tip, points) => {
    const leads = points.filter(({ point }) => point.lead);
    let armed = null;
    let kind = "mouse";
    const near = (event) => {
        const box = drawing.getBoundingClientRect();
        const x = ((event.clientX - box.left) * frame.width) / box.width;
        const far = (each) => Math.abs(each.x - x);
        return points.reduce((best, each) => (!best || far(each) < far(best) ? each : best), null);
    };
    const hide = () => {
        if (tip.matches(":popover-open")) tip.hidePopover();
        for (const each of points) each.made.classList.remove("bhxh-near");
        drawing.classList.remove("bhxh-leads");
    };
    const show = (nearest) => {
        for (const each of points) each.made.classList.toggle("bhxh-near", each === nearest);
        tip.replaceChildren(...told(shown, nearest));
        if (!tip.matches(":popover-open")) tip.showPopover();
        const box = drawing.getBoundingClientRect();
        const x = box.left + (nearest.x * box.width) / frame.width;
        const left = x + 14 + tip.offsetWidth > innerWidth - 8 ? x - 14 - tip.offsetWidth : x + 14;
        tip.style.left = `${Math.max(8, left)}px`;
        const y = Math.max(8, Math.min(box.top + ABOVE, innerHeight - tip.offsetHeight - 8));
        tip.style.top = `${y}px`;
        drawing.classList.toggle("bhxh-leads", Boolean(nearest.point.lead));
    };
    const of = (element) => points.find(({ made }) => made === element);
    drawing.addEventListener("pointerdown", (event) => { kind = event.pointerType; });
    drawing.addEventListener("pointermove", (event) => {
        const nearest = event.pointerType !== "touch" && near(event);
        if (nearest) show(nearest);
    });
    drawing.addEventListener("pointerleave", (event) => {
        if (event.pointerType !== "touch") hide();
    });
    drawing.addEventListener("click", (event) => {
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
        const place = leads.indexOf(at);
        const wanted = {
            ArrowLeft: leads[place - 1], ArrowRight: leads[place + 1], Home: leads[0], End: leads.at(-1),
        }[event.key];
        if (/^(Arrow|Home|End)/.test(event.key)) event.preventDefault();
        wanted?.made.focus({ preventScroll: true });
    });
    leads.at(-1)?.made.setAttribute("tabindex", 0);
    return () => removeEventListener("scroll", hide, { capture: true });
};

const spark = (shown, width, tip) => {
    const frame = framed(shown, width);
    const points = pointed(shown, frame);
    const drawing = draw(
        "svg",
        {
            class: "bhxh-curves", viewBox: `0 0 ${width} ${shown.height}`,
            role: points.some(({ point }) => point.lead) ? "group" : "img", "aria-label": shown.summary,
        },
        draw("g", { "aria-hidden": "true" }, ...drawn(shown, frame)),
        ...points.map(({ made }) => made),
    );
    const around = make("div", {}, drawing);
    return [around, acting(shown, frame, around, drawing, tip, points)];
};

// A click in a chart that Plotly has drawn beside this element, now or later: each point brings the
// address that it leads to.
const leading = (parentElement, key) => {
    const place = parentElement.closest(`.st-key-${key}`);
    let plot = null;
    let armed = null;
    let kind = "mouse";
    const press = (event) => { kind = event.pointerType; };
    const click = ({ points: [{ customdata: lead, x }], event }) => {
        // What a finger does comes once more, as if a mouse had done it.
        if (event.type.startsWith("touch")) return;
        // A finger sees the values first: a second touch of the same place leads to the rows.
        const shows = kind === "touch" && armed !== x;
        armed = x;
        if (shows || !lead) return;
        if (isPlain(event)) go(lead);
        else open(lead);
    };
    const listen = () => {
        const found = place.querySelector(".js-plotly-plot");
        if (!found?.on || found === plot) return;
        plot = found;
        plot.on("plotly_click", click);
    };
    const watch = new MutationObserver(listen);
    watch.observe(place, { subtree: true, childList: true });
    place.addEventListener("pointerdown", press, { capture: true });
    listen();
    return () => {
        watch.disconnect();
        place.removeEventListener("pointerdown", press, { capture: true });
        plot?.removeListener?.("plotly_click", click);
    };
};

export default ({ data, parentElement }) => {
    const text = new TextDecoder().decode(data);
    const before = states.get(parentElement);
    if (before?.text === text) return;
    const shown = JSON.parse(text);
    before?.end();
    if (shown.plotted) {
        states.set(parentElement, { text, end: leading(parentElement, shown.plotted) });
        return;
    }
    const root = make("div", { class: "bhxh-chart" });
    if (before) before.root.replaceWith(root);
    else parentElement.append(root);
    if (shown.parts) {
        root.append(bars(shown));
        states.set(parentElement, { text, root, end: () => {} });
        return;
    }
    toned(root, shown.tone).classList.add("bhxh-bare");
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
        const [drawing, left] = spark(shown, width, tip);
        leave = left;
        place.replaceChildren(drawing);
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
