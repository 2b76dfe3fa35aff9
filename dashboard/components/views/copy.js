// Copies the address of the page at hand, and says that it did.

const SHOWN = 3000;

export default ({ data, parentElement }) => {
    const before = parentElement.querySelector("button");
    const label = before?.querySelector("span") ?? make("span");
    const button = before ?? make("button", { type: "button", class: "bhxh-opener bhxh-copy" }, label);
    const said = parentElement.querySelector("[role=status]")
        ?? make("span", { role: "status", class: "bhxh-unseen" });
    if (!button.timer) label.textContent = data.words;
    button.title = data.tip;
    button.onclick = async () => {
        const address = (data.base || location.origin) + location.pathname + location.search;
        if (!await copied(address, parentElement)) {
            prompt(data.failed, address);
            return;
        }
        button.focus();
        clearTimeout(button.timer);
        label.textContent = said.textContent = data.done;
        button.toggleAttribute("data-done", true);
        button.timer = setTimeout(() => {
            button.timer = 0;
            label.textContent = data.words;
            said.textContent = "";
            button.removeAttribute("data-done");
        }, SHOWN);
    };
    if (!before) parentElement.append(button, said);
};
