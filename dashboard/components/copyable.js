// A line that one click copies. Streamlit's own brings a program for colouring the languages of
// programmers, whose start takes a seventh of the time that a page takes.

const DONE = 2000;

export default ({ data, parentElement }) => {
    const { words, label, done } = JSON.parse(new TextDecoder().decode(data));
    const before = parentElement.querySelector(".bhxh-copyable");
    const code = before?.querySelector("code") ?? make("code");
    const button = before?.querySelector("button")
        ?? make("button", { type: "button", "data-testid": "stCodeCopyButton" });
    const said = before?.querySelector("[role=status]")
        ?? make("span", { role: "status", class: "bhxh-unseen" });
    code.textContent = words;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.onclick = async () => {
        if (!await copied(words, parentElement)) return;
        button.focus();
        said.textContent = done;
        button.toggleAttribute("data-done", true);
        clearTimeout(button.timer);
        button.timer = setTimeout(() => {
            said.textContent = "";
            button.removeAttribute("data-done");
        }, DONE);
    };
    if (before) return;
    parentElement.append(make(
        "div", { class: "bhxh-copyable", "data-testid": "stCode", tabindex: "0" },
        make("pre", {}, code), button, said,
    ));
};
