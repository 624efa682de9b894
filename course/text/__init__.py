"""Text that knows no course: how it is read, checked, drawn and made safe."""
