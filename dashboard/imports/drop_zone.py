"""The drop zone: files are dropped or chosen, and sent to the route for them, with a bar.

Streamlit's own uploader keeps files in memory, and its route is closed.
"""

import urllib.parse
from typing import Final

import streamlit as st

from dashboard import text
from dashboard.text import _
from data.uploads import receiving

# The route of `dashboard.web.uploads`.
ADDRESS: Final = "/import/files"

_HTML: Final = """
<section class="zone">
  <p class="lead" id="lead"></p>
  <button type="button" class="choose" aria-describedby="lead hint"></button>
  <input type="file" multiple tabindex="-1" aria-hidden="true" hidden>
  <p class="hint" id="hint"></p>
</section>
<div class="sending" hidden>
  <progress max="100"></progress>
  <span class="share" aria-live="polite"></span>
  <button type="button" class="stop"></button>
</div>
<p class="told" role="alert" hidden></p>
"""

_CSS: Final = """
:host { display: block; }
.zone, .sending, .told { font: 400 1rem/1.5 var(--st-font); color: var(--st-text-color); }
.zone {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem;
  padding: 1rem 1.25rem; border: 2px dashed var(--st-border-color);
  border-radius: var(--st-base-radius); background: var(--st-secondary-background-color);
}
.zone.over { border-color: var(--st-primary-color); }
.zone[aria-busy="true"] { opacity: 0.6; }
p { margin: 0; }
.lead { flex: 1 1 14rem; font-weight: 600; }
.hint { flex: 1 1 100%; font-size: 0.875rem; opacity: 0.85; }
button {
  font: inherit; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
  min-height: 2.75rem; padding: 0.25rem 1rem; cursor: pointer;
}
button.choose { color: var(--st-background-color); background: var(--st-primary-color);
  border-color: var(--st-primary-color); }
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
button:disabled { cursor: default; opacity: 0.6; }
.sending:not([hidden]) { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem;
  margin-top: 0.75rem; }
progress { flex: 1 1 12rem; accent-color: var(--st-primary-color); }
.told { margin-top: 0.75rem; padding: 0.75rem 1rem; border-left: 4px solid var(--st-red-color);
  background: var(--st-secondary-background-color); }
"""

_JS: Final = """
export default ({ data, parentElement, setTriggerValue }) => {
    const part = (name) => parentElement.querySelector(name);
    const zone = part(".zone"), input = part("input"), choose = part(".choose");
    const sending = part(".sending"), bar = part("progress"), share = part(".share");
    const stop = part(".stop"), told = part(".told"), words = data.words;
    part(".lead").textContent = words.lead;
    part(".hint").textContent = words.hint;
    choose.textContent = words.choose;
    stop.textContent = words.stop;
    bar.setAttribute("aria-label", words.sending);

    const tell = (sentence) => {
        told.textContent = sentence;
        told.hidden = !sentence;
    };
    const busy = (is) => {
        zone.setAttribute("aria-busy", is);
        choose.disabled = is;
        sending.hidden = !is;
    };
    const reason = (request) => {
        if (request.status === 401) return words.signed_out;
        try {
            const { title, sentence } = JSON.parse(request.responseText);
            return `${title}. ${sentence}`;
        } catch {
            return words.failed;
        }
    };
    const send = (chosen) => {
        const files = Array.from(chosen);
        if (!files.length || zone.getAttribute("aria-busy") === "true") return;
        const bytes = files.reduce((sum, file) => sum + file.size, 0);
        if (files.length > data.most_files || bytes > data.most_bytes) return tell(words.too_large);
        const list = JSON.stringify(files.map(({ name, size }) => ({ name, size })));
        const request = new XMLHttpRequest();
        request.open("POST", data.address);
        request.upload.onprogress = ({ loaded, total }) => {
            bar.value = total ? 100 * loaded / total : 0;
            share.textContent = `${words.sending} ${Math.floor(bar.value)}%`;
        };
        request.onload = () => {
            busy(false);
            if (request.status === 201) {
                setTriggerValue("received", JSON.parse(request.responseText).drop);
            } else {
                tell(reason(request));
            }
        };
        request.onerror = () => { busy(false); tell(words.failed); };
        request.onabort = () => { busy(false); tell(""); choose.focus(); };
        stop.onclick = () => request.abort();
        tell("");
        bar.value = 0;
        share.textContent = words.sending;
        busy(true);
        stop.focus();
        request.send(new Blob([list, "\\n", ...files]));
    };

    choose.onclick = () => input.click();
    input.onchange = () => { send(input.files); input.value = ""; };
    zone.ondragenter = zone.ondragover = (event) => {
        event.preventDefault();
        zone.classList.add("over");
    };
    zone.ondragleave = () => zone.classList.remove("over");
    zone.ondrop = (event) => {
        event.preventDefault();
        zone.classList.remove("over");
        const items = Array.from(event.dataTransfer.items || []);
        const is_folder = (item) => item.webkitGetAsEntry?.()?.isDirectory;
        if (items.some(is_folder)) return tell(words.folder);
        send(event.dataTransfer.files);
    };
};
"""

_zone: Final = st.components.v2.component("bhxh_drop_zone", html=_HTML, css=_CSS, js=_JS)


def _params() -> dict[str, str]:
    """Return what goes with the files: the language, and where the page looks for them."""
    return {"lang": text.language(), "place": receiving.place()}


def show() -> None:
    """Show the drop zone; once files were received, the page runs again."""
    limits = {"files": receiving.MOST_FILES, "size": receiving.MOST_BYTES >> 20}
    too_large = _("At most {files} files of {size} MB in all are taken at a time.")
    _zone(
        key="drop_zone",
        data={
            "address": f"{ADDRESS}?{urllib.parse.urlencode(_params())}",
            "most_files": receiving.MOST_FILES,
            "most_bytes": receiving.MOST_BYTES,
            "words": {
                "lead": _("Drop the lists here, as your software or Excel writes them"),
                "hint": _(
                    "Several files or one zip, {size} MB at most. Nothing is written before you "
                    "have seen what was understood."
                ).format(**limits),
                "choose": _("Choose files"),
                "stop": _("Stop"),
                "sending": _("Sending"),
                "too_large": too_large.format(**limits),
                "folder": _("Drop files or a zip: a folder cannot be taken."),
                "failed": _("The files did not arrive: look at the connection, and try again."),
                "signed_out": _("You are not signed in any more: load the page again."),
            },
        },
        on_received_change=lambda: None,
    )
