export function enhance(scale) {
  scale.setAttribute("data-ready", "");
}
