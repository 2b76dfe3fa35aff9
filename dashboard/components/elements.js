// What stands before the scripts of all our components: elements are made, and addresses gone to.

const SVG = "http://www.w3.org/2000/svg";

const attributed = (made, given, children) => {
    for (const [name, value] of Object.entries(given)) {
        if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
};
const make = (tag, given = {}, ...children) => attributed(document.createElement(tag), given, children);
const draw = (tag, given = {}, ...children) => attributed(document.createElementNS(SVG, tag), given, children);

// What Back and Forward say as well: that the address is to be read.
const go = (address) => {
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
};

const isPlain = (event) =>
    event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

// Without https there is no clipboard of the browser's own.
const copied = async (words, place) => {
    try {
        await navigator.clipboard.writeText(words);
        return true;
    } catch {
        const field = make("textarea", { readonly: "", "aria-hidden": "true", class: "bhxh-unseen" });
        field.value = words;
        place.append(field);
        field.select();
        const is = document.execCommand("copy");
        field.remove();
        return is;
    }
};
