// A number in the drawing ticks its box in the list, and shows what is ticked. The list works without it.
export function enhance(picture) {
  const form = picture.closest("form");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const marks = [...picture.querySelectorAll("[data-mark]")];
  const draw = () => {
    for (const mark of marks) mark.toggleAttribute("data-chosen", boxes.some((box) => box.checked && box.value === mark.dataset.mark));
  };
  picture.setAttribute("data-ready", "");
  picture.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-mark]");
    if (mark) boxes.find((box) => box.value === mark.dataset.mark)?.click();
  });
  form.addEventListener("change", draw);
  draw();
}
