// Steps through uncertain decisions and messages by single keys; the page is complete without it.
(() => {
  const steps = [...document.querySelectorAll("a.step")];
  const keys = document.getElementById("keys");
  const help = document.getElementById("help");
  let at = -1;
  let among = false; // whether steps go from line to line, or along the list

  const lineOf = (step) => document.getElementById(step.hash.slice(1));

  function enter() {
    const line = lineOf(steps[at]);
    if (among) location.replace(steps[at].hash);
    else location.hash = steps[at].hash; // so that the browser's way back leads to the list
    among = true;
    line.tabIndex = -1;
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "center" });
  }

  function show() {
    among = false;
    const step = steps[at];
    step.closest("details")?.setAttribute("open", "");
    step.focus({ preventScroll: true });
    step.scrollIntoView({ block: "nearest" });
  }

  function move(by) {
    if (!steps.length) return;
    at = Math.min(Math.max(at + by, 0), steps.length - 1);
    if (among) enter();
    else show();
  }

  const commands = {
    j: () => move(1),
    n: () => move(1),
    k: () => move(-1),
    p: () => move(-1),
    u: () => at >= 0 && show(),
    Escape: () => at >= 0 && show(),
    "?": () => keys.showModal(),
  };

  steps.forEach((step, index) => {
    step.addEventListener("focus", () => { at = index; });
    step.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      at = index;
      enter();
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    const command = Object.hasOwn(commands, event.key) ? commands[event.key] : null;
    if (!command || (event.key !== "Escape" && !document.getElementById("keys-on").checked)) return;
    event.preventDefault();
    command();
  });
  help.addEventListener("click", () => keys.showModal());
  help.hidden = false;
})();
