"""The viewer: a JavaScript component that steps through a run; `payload` is what it is sent, `component` mounts it."""
