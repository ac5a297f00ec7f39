"""Explore as a reader uses it: type, step, ask why, change a gate, take it along, pass it on."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import rest, visit


def type_sequence(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name=re.compile("Sequence|Numbers"))
    box.fill(text)
    box.press("Control+Enter")


def stepper(page: Page):
    return page.locator(".lstmviz")


def place(page: Page):
    return stepper(page).locator(".transport .place")


def test_type_a_sentence_and_step_with_keys(quiet_page: Page):
    """A sentence of one's own is read at once; arrow keys step, and the link follows at rest."""
    visit(quiet_page, "/explore")

    type_sequence(quiet_page, "sakura and then a panda of")
    expect(place(quiet_page)).to_have_text("step 1 of 6 · sakura")
    stepper(quiet_page).focus()
    for _ in range(4):
        quiet_page.keyboard.press("ArrowRight")

    expect(place(quiet_page)).to_have_text("step 5 of 6 · panda")
    expect(quiet_page).to_have_url(re.compile("step=4"))
    expect(quiet_page.get_by_text("Not in this network's vocabulary: then")).to_be_visible()


def test_stepping_asks_the_server_nothing(quiet_page: Page):
    """While the reader steps, scrubs and hovers no message goes to the server; one goes when they rest."""
    visit(quiet_page, "/explore")
    quiet_page.wait_for_timeout(500)
    sent: list[float] = []
    quiet_page.evaluate(
        """() => { window.sent = 0; const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (...data) { window.sent += 1; return send.apply(this, data); }; }"""
    )

    stepper(quiet_page).focus()
    for _ in range(12):
        quiet_page.keyboard.press("ArrowRight")
        sent.append(quiet_page.evaluate("window.sent"))
    slider = stepper(quiet_page).get_by_role("slider", name="Step")
    slider.fill("3")

    assert sent == [0] * 12
    expect(quiet_page).to_have_url(re.compile("step=3"))
    assert quiet_page.evaluate("window.sent") <= 2


def test_the_arithmetic_of_a_gate(quiet_page: Page):
    """At panda the keep gate of the peacock is opened into its terms: bias +10, the word -20."""
    visit(quiet_page, "/explore?step=8")

    card = stepper(quiet_page).locator(".card")

    expect(card).to_contain_text("σ(−10.00) = 0.000045")
    expect(card).to_contain_text("+10.00")
    expect(card).to_contain_text("−20.00")


def test_what_if_and_undo(quiet_page: Page):
    """Holding a gate changes the answer beside the untouched run; undo takes it back."""
    visit(quiet_page, "/explore")
    quiet_page.get_by_text("What if …").click()

    quiet_page.get_by_role("button", name="Add this change").click()
    expect(quiet_page.get_by_text("Asked after the last word")).to_be_visible()
    expect(quiet_page).to_have_url(re.compile("interventions=clamp"))
    rest(quiet_page)
    quiet_page.get_by_role("button", name="Undo the last").click()

    expect(quiet_page.get_by_text("Asked after the last word")).to_have_count(0)
    expect(quiet_page).not_to_have_url(re.compile("interventions"))


LINK = (
    "/explore?text=crane+and+peacock+of&step=2&unit=1&gate=input_gate"
    "&interventions=clamp:forget_gate:1::2&figure=belief_lines"
)


def test_a_shared_link_shows_the_same(quiet_page: Page, new_context, server):
    """The address of one reader opens as the same sentence, step, unit, change and figure for another."""
    visit(quiet_page, LINK)
    expect(place(quiet_page)).to_have_text("step 3 of 4 · peacock")
    stepper(quiet_page).focus()
    quiet_page.keyboard.press("ArrowRight")
    expect(quiet_page).to_have_url(re.compile("step=3"))
    address = quiet_page.url

    other = new_context().new_page()
    visit(other, address)

    expect(place(other)).to_have_text("step 4 of 4 · of")
    expect(other.get_by_role("textbox", name=re.compile("Sequence"))).to_have_value("crane and peacock of")
    expect(other.get_by_text("Asked after the last word")).to_be_visible()
    expect(other.locator(".js-plotly-plot")).to_be_visible()


def test_a_broken_link_says_so(quiet_page: Page):
    """A link with nonsense opens with the default and one sentence."""
    visit(quiet_page, "/explore?model=nothing&step=<script>alert(1)</script>&zzz=1")

    expect(quiet_page.get_by_text("was not used").first).to_be_visible()
    expect(place(quiet_page)).to_have_text("step 1 of 18 · peacock")


def test_leaving_and_coming_back(quiet_page: Page):
    """The sentence is still there after a look at another page."""
    visit(quiet_page, "/explore")
    type_sequence(quiet_page, "crane of")
    expect(place(quiet_page)).to_have_text("step 1 of 2 · crane")

    quiet_page.get_by_role("link", name="Home").first.click()
    expect(quiet_page.get_by_role("heading", name="See what an LSTM keeps")).to_be_visible()
    rest(quiet_page)
    quiet_page.get_by_role("link", name="Open Explore").click()

    expect(place(quiet_page)).to_have_text("step 1 of 2 · crane")
    expect(quiet_page).to_have_url(re.compile("text=crane"))


MARKUP = "<img src=x onerror=window.hurt=1> <script>window.hurt=1</script> **b** $x$ :red[y] peacock of"


@pytest.mark.parametrize("figure", ["", "&figure=gate_heatmaps", "&figure=ledger_bars"])
def test_markup_is_only_text(quiet_page: Page, figure):
    """Markup in the sequence is shown as letters in the stepper and in figures, and runs nowhere."""
    visit(quiet_page, "/explore?text=peacock+of" + figure)

    type_sequence(quiet_page, MARKUP)
    expect(place(quiet_page)).to_contain_text("<img")
    quiet_page.wait_for_timeout(1000)

    assert quiet_page.evaluate("window.hurt") is None
    assert quiet_page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("text", ["🦚 of", "הטווס והפנדה of", "a " * 10_000])
def test_any_text_is_stepped_through(quiet_page: Page, text):
    """Emoji, right-to-left words and 10,000 words open in the stepper."""
    visit(quiet_page, "/explore")

    type_sequence(quiet_page, text)
    count = min(len(text.split()), 5000)
    expect(place(quiet_page)).to_contain_text(f"step 1 of {count}", timeout=20_000)
    stepper(quiet_page).focus()
    quiet_page.keyboard.press("ArrowRight")

    expect(place(quiet_page)).to_contain_text("step 2 of")


def test_an_empty_text_keeps_everything(quiet_page: Page):
    """An empty box is answered with a sentence; typing again goes on."""
    visit(quiet_page, "/explore")

    type_sequence(quiet_page, "")
    expect(quiet_page.get_by_text("type at least one word")).to_be_visible()
    type_sequence(quiet_page, "panda of")

    expect(place(quiet_page)).to_have_text("step 1 of 2 · panda")


def test_downloads(quiet_page: Page, tmp_path):
    """CSV and JSON hold the run; the HTML page of figures needs no network."""
    visit(quiet_page, "/explore?text=peacock+of")

    files = {}
    for name in ("Every number (CSV)", "The whole run (JSON)", "All figures (HTML)"):
        with quiet_page.expect_download() as waiting:
            quiet_page.get_by_role("button", name=name).click()
        files[name] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[name])
    csv, run, html = (path.read_text() for path in files.values())

    assert csv.startswith("step,token,unit,signal,value")
    assert "forget_gate" in csv
    assert json.loads(run)["tokens"] == ["peacock", "of"]
    assert "plotly" in html
    assert not re.search(r'src="https?://', html)


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_save_picture(quiet_page: Page, tmp_path, kind):
    """The stepper saves its heat maps as a picture, made in the page."""
    visit(quiet_page, "/explore")

    stepper(quiet_page).locator(".save summary").click()
    with quiet_page.expect_download() as waiting:
        stepper(quiet_page).get_by_role("button", name=kind).click()
    path = tmp_path / "picture"
    waiting.value.save_as(path)

    assert path.read_bytes().startswith(b"\x89PNG" if kind == "PNG" else b"<svg")


@pytest.mark.parametrize("cell", ["GRU", "vanilla RNN"])
def test_other_cells(quiet_page: Page, cell):
    """A GRU and a vanilla RNN are stepped through with their own gates."""
    name = {"GRU": "gru", "vanilla RNN": "rnn"}[cell]

    visit(quiet_page, f"/explore?model=random&cell={name}&hidden_size=5&text=any+words")

    expect(place(quiet_page)).to_have_text("step 1 of 2 · any")
    expect(quiet_page.get_by_text(f"random(seed 0) · {cell} · 5 units")).to_be_visible()
