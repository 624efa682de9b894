// A button that prints, where somebody points precisely: a phone has no printer beside it.
export function enhance(button) {
  button.hidden = !matchMedia("(hover: hover) and (pointer: fine)").matches;
  button.addEventListener("click", () => print());
}
