"""What Streamlit, its map and its boxes say in English by themselves, said in the reader's language instead.

Streamlit cannot be told another language. One script of our own, known to the content security policy by its hash, sets the
document's `lang` and exchanges these texts wherever they turn up, for the eye and for a screen reader alike. What a person or
a file has written is left as it is.
"""

import json
from typing import Final

from kraftkollen.model.text import Language
from kraftkollen.words.translate import mark, translate

# {x} stands for whatever Streamlit puts there.
SAID: Final = (
    mark("Skip to main content"),
    mark("Main content"),
    mark("Open"),
    mark("Close"),
    mark("Clear"),
    mark("Clear all"),
    mark("Clear value"),
    mark("Choose an option"),
    mark("Choose options"),
    mark("No results"),
    mark("No results found"),
    mark("No options to select"),
    mark("Select all"),
    mark("{x} options available."),
    mark("{x} option available."),
    mark("Remove {x}"),
    mark("Help for {x}"),
    mark("Upload"),
    mark("file upload"),
    mark("Browse files"),
    mark("Drag and drop file here"),
    mark("Drag and drop files here"),
    mark("{x}MB per file"),
    mark("Limit {x}MB per file"),
    mark("File must be {x} or smaller."),
    mark("Press Enter to apply"),
    mark("Press Enter to submit form"),
    mark("Copy to clipboard"),
    mark("Copied"),
    mark("Map"),
    mark("Zoom in"),
    mark("Zoom out"),
    mark("Reset view"),
    mark("Fullscreen"),
    mark("View fullscreen"),
    mark("Close fullscreen"),
    mark("Running..."),
    mark("Running…"),
    mark("Connecting"),
    mark("Connecting..."),
    mark("Stop"),
    mark("Connection error"),
)
_SCRIPT = """(()=>{const root=window.parent.document.documentElement;root.lang=%s;
const said=%s;if(root.dataset.kkWords||!said.length)return;root.dataset.kkWords="1";
const rules=said.map(([from,to])=>[new RegExp("^"+from.split("{x}").map(one=>
one.replace(/[.*+?^$()|{}[\\]\\\\]/g,"\\\\$&")).join("(.+)")+"$"),to]);
const inWords=text=>{const bare=text.trim();if(!bare)return null;
for(const [from,to] of rules){const hit=from.exec(bare);
if(hit)return text.replace(bare,()=>to.replace("{x}",()=>hit[1]))}return null};
const ours="[data-testid=stMarkdownContainer],[data-testid=stIconMaterial],.stHtml,script,style,textarea";
const box="[data-testid=stFileUploaderDropzone] button";
const mend=node=>{if(node.nodeType===3){const at=node.parentElement,own=at?at.closest(ours):1;
if(own){if(!at||own.tagName==="SPAN"||!at.closest(box))return}
const to=inWords(node.nodeValue);if(to!==null)node.nodeValue=to}
else if(node.nodeType===1){if(node.closest(".stHtml"))return;for(const name of ["aria-label","title","placeholder"]){
const now=node.getAttribute(name);const to=now?inWords(now):null;if(to!==null)node.setAttribute(name,to)}
node.childNodes.forEach(mend)}};
new MutationObserver(changes=>{for(const one of changes){
if(one.type==="childList")one.addedNodes.forEach(mend);else mend(one.target)}})
.observe(root,{subtree:true,childList:true,characterData:true,attributes:true,attributeFilter:["aria-label","title","placeholder"]});
mend(window.parent.document.body)})()"""


def script(language: Language) -> str:
    """Return the only script of our own in a page. The content security policy lets it run by its hash."""
    said = [(one, translate(language, one)) for one in SAID]
    changed = [pair for pair in said if pair[0] != pair[1]]
    return _SCRIPT % (json.dumps(language), json.dumps(changed))
