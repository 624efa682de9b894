// Lets people read what they type in a password field; the field hides it again before it is sent.
export function enhance(wrapper) {
  const input = wrapper.querySelector("input");
  const button = wrapper.querySelector("button");
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", visible);
  };
  button.hidden = false;
  button.addEventListener("click", () => show(input.type === "password"));
  input.form?.addEventListener("submit", () => show(false));
}
