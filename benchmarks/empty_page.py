"""The peer of every page: what Streamlit itself costs. A heading, a slider, and a sentence that follows it."""

import streamlit as st

st.title("Empty")
number = st.slider("Number", 0, 1000, 500)
st.write(f"The number is {number}.")
